import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PRESIDIO_ENTITIES } from './labels.ts';
import type { Found } from './score.ts';
import { toUnits } from './sources.ts';

/** Spans of the real Presidio for each text, and the processor seconds its analysis took, without loading. */
export function runPresidio(python: string, texts: readonly string[]): { found: Found[][]; seconds: number } {
  const script = fileURLToPath(new URL('presidio.py', import.meta.url));
  // Its offsets count code points; ours count UTF-16 code units.
  const input = texts.map((text) => JSON.stringify({ text })).join('\n');
  const result = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`${python} could not run Presidio: ${result.stderr.slice(-2000)}`);
  const lines = result.stdout.trim().split('\n');
  const { seconds } = JSON.parse(lines.pop() ?? '{}') as { seconds: number };
  const found = lines.map((line, i) => {
    const units = toUnits(texts[i] ?? '');
    return (JSON.parse(line) as { start: number; end: number; type: string }[]).flatMap(({ start, end, type }) => {
      const identifiers = PRESIDIO_ENTITIES[type];
      return identifiers ? [{ start: units(start), end: units(end), identifiers }] : [];
    });
  });
  return { found: found.map(withoutRepeats), seconds };
}

/** One place may carry several spans of the same kind; each is counted once. */
function withoutRepeats(spans: Found[]): Found[] {
  const seen = new Set<string>();
  return spans.filter(({ start, end, identifiers }) => {
    const key = `${start} ${end} ${identifiers[0]}`;
    return !seen.has(key) && seen.add(key);
  });
}
