import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createIngestion } from '../../test/support/ingest.ts';

/**
 * One measurement in a process of its own: `node measure.ts compare|ingest FILE ROUNDS`. `compare` runs the bare loop and
 * the ingestion in turn in this process; `ingest` the ingestion alone, for its memory. Prints one line of JSON.
 */
const [kind, file = '', rounds = '1'] = process.argv.slice(2);

interface Cost {
  /** On the clock. */
  seconds: number;
  /** Of all processors, by the process and its threads: what other work on the machine does not change. */
  cpu_seconds: number;
}
const bare: Cost[] = [];
const ingest: Cost[] = [];
for (let round = 0; round < Number(rounds); round++) {
  if (kind === 'compare') bare.push(await costOf(() => bareLoop(file)));
  ingest.push(await costOf(() => ingestFile(file)));
}
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ bare, ingest, max_rss_mib: maxRSS / 1024 }));

async function costOf(work: () => unknown): Promise<Cost> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - began) / 1000, cpu_seconds: (user + system) / 1e6 };
}

/** The least that any reader must do: read by buffer, split at line breaks, parse, hash. */
function bareLoop(path: string): void {
  const descriptor = openSync(path, 'r');
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(256 * 1024);
  let rest = Buffer.alloc(0);
  let values = 0;
  for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
    const bytes = chunk.subarray(0, read);
    hash.update(bytes);
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      const line = rest.length > 0 ? Buffer.concat([rest, bytes.subarray(from, end)]) : bytes.subarray(from, end);
      rest = Buffer.alloc(0);
      if (JSON.parse(line.toString()) !== undefined) values += 1;
      from = end + 1;
    }
    rest = Buffer.concat([rest, bytes.subarray(from)]);
  }
  closeSync(descriptor);
  if (hash.digest('hex') === '' || values === 0) throw new Error('nothing was read');
}

async function ingestFile(path: string): Promise<void> {
  const ingestion = createIngestion(dirname(path));
  const output = await ingestion.ingest(basename(path));
  if (output.cached || output.rejected_count > 0) throw new Error('the ingestion did not read the whole file');
  ingestion.discard();
}
