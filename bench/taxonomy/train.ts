import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { subcategoryScore } from '../../analysis/taxonomy/model.ts';
import { CATEGORIES } from '../../contracts/dataset.ts';
import { SUBCATEGORIES } from '../../contracts/taxonomy.ts';
import { answerOf, fitModel, fitTemperature, type HeldOut } from './fit.ts';
import { foldsOf } from './folds.ts';
import {
  type Known,
  mayBeLearned,
  pseudoExamples,
  readRealDatasets,
  realExamples,
  sampleExamples,
} from './training-data.ts';

/**
 * `npm run train:taxonomy [-- FOLDER]`: fits analysis/taxonomy/weights.json from the pseudo-datasets of this folder and, where
 * FOLDER (laid out like ../shared/data) is there, from those of its datasets whose licence allows it. The temperature, one
 * number, comes from predictions on real datasets that were not learned from: pseudo-datasets are easier. The same data, the
 * same weights.
 */
const folder = process.argv[2] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const shared = realExamples(await readRealDatasets(folder).catch(() => []));
const known = [...pseudoExamples(), ...shared.filter(mayBeLearned)];
const samples = sampleExamples();

const heldOut: (HeldOut & { example: Known })[] = [];
for (const { learned, judged } of foldsOf(known)) {
  const model = await fitModel(learned);
  heldOut.push(...judged.map((example) => ({ model, example })));
}
const model = await fitModel(known);
const neverLearned = [...shared.filter((example) => !mayBeLearned(example)), ...samples];
heldOut.push(...neverLearned.map((example) => ({ model, example })));
const temperature = fitTemperature(heldOut.filter(({ example }) => example.isReal));

const { signals, ...rest } = { ...model, temperature };
const file = new URL('../../analysis/taxonomy/weights.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ ...rest, signals }, null, 1).replaceAll(/\n\s+(?=-?\d|\])/g, '')}\n`);
console.log(`learned from ${known.length} datasets, temperature ${temperature}. Not learned from:`);
tell('pseudo', (example) => !example.isReal);
tell('real', (example) => example.isReal);
tell('of these, samples', (example) => samples.includes(example));

function tell(name: string, isMeant: (example: Known) => boolean): void {
  const judged = heldOut.filter(({ example }) => isMeant(example) && example.category !== null);
  const answers = judged.map((each) => answerOf({ ...each.model, temperature }, each.example));
  const right = answers.filter(({ answer }) => answer.isRight).length;
  const brier = answers.reduce(
    (sum, { answer, scores }) =>
      sum +
      CATEGORIES.reduce((part, category) => part + (scores[category] - (category === answer.counted ? 1 : 0)) ** 2, 0),
    0,
  );
  const named = judged.filter(({ model: own, example }, i) => {
    const scored = SUBCATEGORIES[answers[i]?.answer.named ?? 'clinical'].map((subcategory) => ({
      subcategory,
      score: subcategoryScore(own, subcategory, example.features),
    }));
    const first = scored.sort((a, b) => b.score - a.score).slice(0, 3);
    return first.some(({ subcategory }) => example.right.includes(subcategory));
  });
  console.log(
    `${name}: ${right} of ${answers.length} categories right or accepted, Brier ${(brier / answers.length).toFixed(3)}; ` +
      `a right subcategory among the three likeliest of ${named.length}`,
  );
}
