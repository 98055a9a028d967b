import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { givenFolder } from '../../eval/given-folder.ts';
import { makeFile } from './make-file.ts';

/**
 * What ingestion costs: one JSON Lines file made from real data, read, hashed, shaped, measured and written as shards,
 * against a bare loop of read, JSON.parse and SHA-256 in the same process; and its peak memory at the whole and at a
 * tenth of the file. With --python, also against the plain reader of datatrove installed there.
 *
 *   npm run bench:ingest -- --mb 200 --data ../shared/data --rounds 3 --python venv/bin/python
 */
const { values: options } = parseArgs({
  options: {
    mb: { type: 'string', default: '1000' },
    data: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string' },
  },
});
const RATIO_AIM = 2;
const MEMORY_RATIO_AIM = 1.3;
const bytes = Number(options.mb) * 1e6;
const folder = mkdtempSync(join(tmpdir(), 'bench-ingest-'));
try {
  const [whole, tenth] = [join(folder, 'whole.jsonl'), join(folder, 'tenth.jsonl')];
  const size = await makeFile(whole, { data: givenFolder(options.data), bytes });
  await makeFile(tenth, { data: givenFolder(options.data), bytes: bytes / 10 });
  const compared = measure('compare', whole, options.rounds);
  const [bare, ingest] = [medians(compared.bare), medians(compared.ingest)];
  const ratio = ingest.seconds / bare.seconds;
  console.log(`file: ${(size / 1e6).toFixed(0)} MB, ${compared.ingest.length} rounds in turn, medians`);
  console.log(`bare loop (read, JSON.parse, SHA-256): ${told(bare, size)}`);
  console.log(`ingestion (read, hash, shape, profile, shards): ${told(ingest, size)}`);
  console.log(
    `ratio: ${ratio.toFixed(2)} (aim ${RATIO_AIM}); of processor time ${(ingest.cpu_seconds / bare.cpu_seconds).toFixed(2)}`,
  );

  const large = measure('ingest', whole, '1').max_rss_mib;
  const small = measure('ingest', tenth, '1').max_rss_mib;
  const growth = large / small;
  console.log(`peak memory: ${large.toFixed(0)} MiB, at a tenth of the file ${small.toFixed(0)} MiB`);
  console.log(`growth: ${growth.toFixed(2)} (aim ${MEMORY_RATIO_AIM})`);

  if (options.python !== undefined) {
    const script = fileURLToPath(new URL('datatrove_read.py', import.meta.url));
    console.log(
      `datatrove's plain reader: ${execFileSync(options.python, [script, whole], { encoding: 'utf8' }).trim()}`,
    );
  } else console.log("datatrove's plain reader: not measured; give --python of an environment that has it");
  if (ratio > RATIO_AIM || growth > MEMORY_RATIO_AIM) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

interface Cost {
  seconds: number;
  cpu_seconds: number;
}

function measure(kind: string, file: string, rounds: string): { bare: Cost[]; ingest: Cost[]; max_rss_mib: number } {
  const script = fileURLToPath(new URL('measure.ts', import.meta.url));
  const output = execFileSync(process.execPath, [script, kind, file, rounds], { encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

function medians(costs: Cost[]): Cost {
  const middle = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
  return {
    seconds: middle(costs.map(({ seconds }) => seconds)),
    cpu_seconds: middle(costs.map((cost) => cost.cpu_seconds)),
  };
}

function told({ seconds, cpu_seconds }: Cost, bytes: number): string {
  return `${seconds.toFixed(2)} s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s; processor ${cpu_seconds.toFixed(2)} s`;
}
