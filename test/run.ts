import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm test`: every suite, cheap to dear, and at the end one line with the counts of all together.
 * The checks of `npm run check` come first: they are the cheapest and say most.
 *
 * `npm test -- test/analysis …`: the tests of these files alone, without the checks; anything else that vitest takes goes too.
 */
const only = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dataset-training-tests-'));
let passed = 0;
let failed = 0;
let skipped = 0;

function run(args: string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

if (only.length === 0) {
  if (run(['local/check.ts']) === 0) passed += 1;
  else failed += 1;
}

for (const suite of only.length > 0 ? [only] : [['--project=unit'], ['--project=server']]) {
  const report = join(folder, 'report.json');
  const status = run([
    'node_modules/vitest/vitest.mjs',
    'run',
    ...suite,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = countsOf(report);
  passed += counts.passed;
  // A suite that broke before its first test counts as one failure: nothing passes by not running.
  failed += counts.failed === 0 && (status !== 0 || counts.passed === 0) ? 1 : counts.failed;
  skipped += counts.skipped;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;

/** Read once: what a suite before left must not count for one that broke. */
function countsOf(report: string) {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    rmSync(report);
    return { passed: result.numPassedTests, failed: result.numFailedTests, skipped: result.numPendingTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
