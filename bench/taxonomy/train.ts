import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { categoryScores } from '../../analysis/taxonomy/model.ts';
import { CATEGORIES } from '../../contracts/dataset.ts';
import { fitModel, fitTemperature } from './fit.ts';
import { foldsOf } from './folds.ts';
import { pseudoExamples, readRealDatasets, realExamples } from './training-data.ts';

/**
 * `npm run train:taxonomy [-- FOLDER]`: fits analysis/taxonomy/weights.json from the pseudo-datasets of this folder and,
 * where FOLDER (laid out like ../shared/data) is there, from its datasets. The temperature comes from predictions on
 * templates and datasets that were held out. The same data, the same weights.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const real = await readRealDatasets(folder).catch(() => []);
const known = [...pseudoExamples(), ...realExamples(real)];

const heldOut = [];
for (const { learned, judged } of foldsOf(known)) {
  const model = await fitModel(learned);
  heldOut.push(...judged.map((example) => ({ model, example })));
}
const temperature = fitTemperature(heldOut);
const right = heldOut.filter(({ model, example }) => {
  const scores = categoryScores(model, example.features);
  const best = CATEGORIES.reduce((a, b) => (scores[b] > scores[a] ? b : a));
  return example.category === best;
});
const judged = heldOut.filter(({ example }) => example.category !== null);

const { signals, ...rest } = await fitModel(known, temperature);
const file = new URL('../../analysis/taxonomy/weights.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ ...rest, signals }, null, 1).replaceAll(/\n\s+(?=-?\d|\])/g, '')}\n`);
console.log(
  `${known.length} datasets (${real.length} real); held-out templates: ${right.length} of ${judged.length} categories right; temperature ${temperature}`,
);
