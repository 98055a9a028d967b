import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CATEGORIES } from '../../contracts/dataset.ts';
import { answerOf, fitModel, fitTemperature, type HeldOut } from './fit.ts';
import { foldsOf } from './folds.ts';
import { type Known, pseudoExamples, readRealDatasets, realExamples, sampleExamples } from './training-data.ts';

/**
 * `npm run train:taxonomy [-- FOLDER]`: fits analysis/taxonomy/weights.json from the pseudo-datasets of this folder, from what
 * was measured of samples of public datasets (public-samples.json) and, where FOLDER (laid out like ../shared/data) is there,
 * from its datasets. The temperature comes from predictions on real datasets that were held out: pseudo-datasets are easier.
 * The same data, the same weights.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const shared = await readRealDatasets(folder).catch(() => []);
const real = [...realExamples(shared), ...sampleExamples()];
const known = [...pseudoExamples(), ...real];

const heldOut: (HeldOut & { example: Known })[] = [];
for (const { learned, judged } of foldsOf(known)) {
  const model = await fitModel(learned);
  heldOut.push(...judged.map((example) => ({ model, example })));
}
const temperature = fitTemperature(heldOut.filter(({ example }) => example.isReal));

const { signals, ...rest } = await fitModel(known, temperature);
const file = new URL('../../analysis/taxonomy/weights.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ ...rest, signals }, null, 1).replaceAll(/\n\s+(?=-?\d|\])/g, '')}\n`);
console.log(`${known.length} datasets, ${real.length} of them real; temperature ${temperature}. Held out:`);
for (const isReal of [false, true]) console.log(`${isReal ? 'real' : 'pseudo'}: ${figuresOf(isReal)}`);

function figuresOf(isReal: boolean): string {
  const answers = heldOut
    .filter(({ example }) => example.isReal === isReal && example.category !== null)
    .map(({ model, example }) => answerOf({ ...model, temperature }, example));
  const right = answers.filter(({ answer }) => answer.isRight).length;
  const brier = answers.reduce(
    (sum, { answer, scores }) =>
      sum + CATEGORIES.reduce((part, name) => part + (scores[name] - (name === answer.counted ? 1 : 0)) ** 2, 0),
    0,
  );
  return `${right} of ${answers.length} categories right or accepted, Brier ${(brier / answers.length).toFixed(3)}`;
}
