import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { calibrate, crossChoices, fitExpectations, type Measured } from './selection-fit.ts';
import { readTrials, runTrials } from './selection-trials.ts';

/**
 * `npm run eval:selection [-- FOLDER] [--write]`: trains every style on the datasets of a folder and on parts of them, and
 * tells how often the style that the selection predicts is the one that comes furthest. With --write what was measured
 * becomes the table that the selection works by; with --measured nothing is trained anew.
 */
const args = process.argv.slice(2);
const root = args.find((arg) => !arg.startsWith('--')) ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
const table = fileURLToPath(new URL('../plugins/styles/expectations.ts', import.meta.url));

const file = fileURLToPath(new URL('../.data/eval/selection.jsonl', import.meta.url));
const results = args.includes('--measured') ? await readTrials(file) : await runTrials(root, file, console.log);
/** Smaller parts leave a test split that tells nothing. */
const RECORDS_MIN = 100;
const trials = results.filter(
  (result): result is Measured => result.utility !== null && result.facts.record_count >= RECORDS_MIN,
);
const choices = crossChoices(trials);
const expectations = fitExpectations(trials);
const confidence = calibrate(choices);

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number) => `${Math.round(100 * share)} %`;
for (const { folder, scenario, predicted, best, regret } of choices)
  console.log(`${folder}, ${scenario}: predicted ${predicted}, best ${best}, regret ${regret.toFixed(3)}`);
console.log(`
${trials.length} models of ${choices.length} datasets and parts of datasets; each dataset judged by what the others taught.
top 1     ${percent(mean(choices.map(({ place }) => Number(place === 0))))}
top 2     ${percent(mean(choices.map(({ place }) => Number(place < 2))))}
regret    ${mean(choices.map(({ regret }) => regret)).toFixed(3)} of the way from no learning to perfect
always the style that was best elsewhere: top 1 ${percent(mean(choices.map(({ habitRight }) => Number(habitRight))))}, regret ${mean(choices.map(({ regretOfHabit }) => regretOfHabit)).toFixed(3)}
confidence by lead: ${confidence.map(({ leadMin, right }) => `from ${leadMin}: ${right}`).join('; ')}`);
for (const [style, { error, trials: count, seconds, rssMb }] of Object.entries(expectations))
  console.log(
    `${style}: ${count} trials, off by ${error}, ${seconds[0]} s and ${seconds[1]} s an example, ${rssMb} MiB`,
  );

if (args.includes('--write')) {
  await writeFile(
    table,
    `import type { ConfidenceStep, Expectations } from './expected-utility.ts';

/** Measured: written by \`npm run eval:selection -- --write\`, not by hand; \`npm run format\` puts it in order. */
export const EXPECTATIONS: Expectations = ${JSON.stringify(expectations)};

export const CONFIDENCE: readonly ConfidenceStep[] = ${JSON.stringify(confidence)};
`,
  );
  console.log('plugins/styles/expectations.ts is written');
}
