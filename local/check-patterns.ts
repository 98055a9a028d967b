import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { collectPatterns, hasUnboundedRepeat, type Pattern } from './patterns.ts';

/**
 * Proves that no regular expression of analysis/ can be made slow by the text it reads (ReDoS), by recheck, which is pure
 * JavaScript here.
 *
 * A pattern passes when recheck proves it safe; or when none of its repeats is unbounded and recheck finds nothing worse than
 * a polynomial in those bounds: then each start reads at most a fixed number of characters, and time grows with length.
 * Verdicts are kept in local/proved-patterns.json, as a proof takes seconds: only new patterns are proved again.
 * `-- --write` keeps the new verdicts and drops those of patterns that are gone.
 */
process.env.RECHECK_BACKEND = 'pure';
const { check } = await import('recheck');
const TIMEOUT_MS = 10_000;
const file = new URL('proved-patterns.json', import.meta.url);
const write = process.argv.includes('--write');
const proved: Record<string, Verdict> = JSON.parse(readFileSync(file, 'utf8'));

type Verdict = 'safe' | 'bounded';

const patterns = await collectPatterns();
const kept: Record<string, Verdict> = {};
const broken: string[] = [];
for (const pattern of patterns) {
  const key = createHash('sha256').update(`/${pattern.source}/${pattern.flags}`).digest('hex').slice(0, 24);
  const verdict = proved[key] ?? (await prove(pattern));
  if (verdict) kept[key] = verdict;
  else broken.push(`${pattern.file}: /${pattern.source}/${pattern.flags}`);
}
if (write) writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.entries(kept).sort()), null, 2)}\n`);
else if (Object.keys(kept).some((key) => !(key in proved)))
  console.log('new patterns are proved; keep their verdicts with `node local/check-patterns.ts --write`');
for (const line of broken) console.error(`not proved linear: ${line}`);
console.log(`${patterns.length} patterns, ${broken.length} not proved`);
process.exitCode = broken.length === 0 ? 0 : 1;

async function prove({ source, flags }: Pattern): Promise<Verdict | null> {
  const result = await check(source, flags.replace(/[gy]/g, ''), { timeout: TIMEOUT_MS });
  if (result.status === 'safe') return 'safe';
  if (hasUnboundedRepeat(source)) return null;
  return result.status === 'vulnerable' && result.complexity.type === 'exponential' ? null : 'bounded';
}
