import { parseArgs } from 'node:util';
import { findIdentifiers } from '../../analysis/pii.ts';
import { runPresidio } from '../../eval/privacy/presidio.ts';
import { inventHeldOut } from '../../eval/privacy/sources.ts';

/**
 * `npm run bench:privacy [-- --presidio PYTHON]`: how fast the detector is on one core. 700,000 short lines (about 7 MB),
 * then the same invented records through it and through the real Presidio, in one run. Last line: one JSON object; exits 1
 * where a limit is not kept.
 */
const LINES = 700_000;
const LINES_SECONDS_MAX = 60;
const RATIO_MIN = 10;

const { values } = parseArgs({ options: { presidio: { type: 'string' } } });
const records = [...inventHeldOut('conversations', 'unseen'), ...inventHeldOut('records', 'unseen')].map(
  ({ text }) => text,
);
// Chats have short lines: the records' words, about ten characters at a time.
const words = records.join(' ').split(/\s+/);
const lines = Array.from({ length: LINES }, (_, i) => {
  const at = (i * 2) % (words.length - 3);
  return words
    .slice(at, at + 2)
    .join(' ')
    .slice(0, 24);
});
const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
findIdentifiers('warm up: my name is Anna');

const short = cpuSeconds(() => lines.reduce((sum, line) => sum + findIdentifiers(line).length, 0));
console.log(
  `${LINES} lines, ${(bytes / 1e6).toFixed(1)} MB: ${short.seconds.toFixed(1)} s of one core, ${short.result} spans`,
);

const whole = cpuSeconds(() => records.reduce((sum, text) => sum + findIdentifiers(text).length, 0));
const ours = records.length / whole.seconds;
console.log(`${records.length} records: ${Math.round(ours)} a second`);
const theirs = values.presidio ? records.length / runPresidio(values.presidio, records).seconds : null;
if (theirs !== null)
  console.log(`Presidio, same records: ${Math.round(theirs)} a second; ratio ${(ours / theirs).toFixed(1)}`);

const result = {
  lines: LINES,
  bytes,
  lines_seconds: Number(short.seconds.toFixed(2)),
  records_per_second: Math.round(ours),
  presidio_records_per_second: theirs === null ? null : Math.round(theirs),
  ratio: theirs === null ? null : Number((ours / theirs).toFixed(1)),
};
const passed = result.lines_seconds < LINES_SECONDS_MAX && (result.ratio === null || result.ratio >= RATIO_MIN);
console.log(JSON.stringify({ passed, ...result }));
process.exitCode = passed ? 0 : 1;

/** Time of this process on the processor: other work on the machine does not count. */
function cpuSeconds<T>(work: () => T): { seconds: number; result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, result };
}
