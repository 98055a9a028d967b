import { fileURLToPath } from 'node:url';
import { TAXONOMY_MODEL } from '../../analysis/taxonomy/shipped-model.ts';
import { CATEGORIES, type Categorization } from '../../contracts/dataset.ts';
import { categorizerOf } from './examine.ts';
import { fitModel } from './fit.ts';
import type { Truth } from './folders.ts';
import { categorizeByKeywords } from './keyword-method.ts';
import { mayBeLearned, pseudoExamples, type RealDataset, readRealDatasets, realExamples } from './training-data.ts';

/**
 * `npm run eval:taxonomy [-- FOLDER]`: how often category and subcategory are right on datasets with a truth.json.
 *
 * Without FOLDER it judges ../shared/data, each dataset by a model that was trained without it. With FOLDER it judges that
 * folder by the shipped model. Right is the category of the truth, with provenance or without; accepted is one the truth
 * allows too. Prints a table, then one line of JSON. Ends with 1 below the aim.
 */
const SAMPLE = 500;
const AIM = { category: 0.95, subcategory: 0.8 };

const given = process.argv[2];
const folder = given ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const datasets = await readRealDatasets(folder);
const pseudo = given === undefined ? pseudoExamples() : [];
const real = given === undefined ? realExamples(datasets).filter(mayBeLearned) : [];

function modelFor(dataset: RealDataset) {
  if (given !== undefined) return TAXONOMY_MODEL;
  const others = [...pseudo, ...real].filter(({ origin }) => origin !== dataset.name);
  return fitModel(others, TAXONOMY_MODEL.temperature);
}

const rows = [];
for (const dataset of datasets) rows.push(await rowOf(dataset));

async function rowOf(dataset: RealDataset) {
  const { name, truth, records, values, files, skipped } = dataset;
  if (records.length === 0) return { name, truth, result: null, keywords: null, files, skipped };
  const result = categorizerOf(records, await modelFor(dataset), SAMPLE, dataset.declared).result();
  return { name, truth, result, keywords: categorizeByKeywords(values), files, skipped };
}

const shown = (text: string | number | boolean, width: number) => String(text).slice(0, width).padEnd(width);
console.log(
  `${shown('dataset', 28)} ${shown('category', 15)} ${shown('', 9)} conf  unsure brier  ${shown('subcategories', 66)} hit   by keywords`,
);
for (const { name, truth, result, keywords, skipped } of rows) {
  if (result === null || keywords === null) console.log(`${shown(name, 28)} ${skipped.join('; ')}`);
  else {
    console.log(
      [
        shown(name + (truth.judged ? '' : ' *'), 28),
        shown(result.category, 15),
        shown(verdict(result.category, truth), 9),
        result.confidence.toFixed(2),
        ` ${result.uncertain ? 'yes' : 'no '}  `,
        brierOf(result, truth).toFixed(2),
        ` ${shown(result.recommended_subcategories.join(' ') || '-', 66)}`,
        shown(hits(result.recommended_subcategories, truth), 5),
        `${shown(keywords.category, 14)} ${verdict(keywords.category, truth)}`,
      ].join(' '),
    );
    for (const line of skipped) console.log(`  left out: ${line}`);
  }
}
console.log('* not judged, shown only');

const judged = rows.flatMap(({ name, truth, result, keywords }) =>
  truth.judged && result && keywords ? [{ name, truth, result, keywords }] : [],
);
const count = (test: (row: (typeof judged)[number]) => boolean) => judged.filter(test).length;
const share = (test: (row: (typeof judged)[number]) => boolean) => count(test) / Math.max(1, judged.length);
const summary = {
  folder_count: datasets.length,
  judged: judged.length,
  model: given === undefined ? 'leave one dataset out' : 'shipped',
  category_right: share(({ result, truth }) => verdict(result.category, truth) === 'right'),
  category_right_or_accepted: share(({ result, truth }) => verdict(result.category, truth) !== 'wrong'),
  subcategory_in_top_3: share(({ result, truth }) => hits(result.recommended_subcategories, truth)),
  uncertain: share(({ result }) => result.uncertain),
  wrong: count(({ result, truth }) => verdict(result.category, truth) === 'wrong'),
  wrong_and_uncertain: count(({ result, truth }) => verdict(result.category, truth) === 'wrong' && result.uncertain),
  confidence_mean: judged.reduce((sum, { result }) => sum + result.confidence, 0) / Math.max(1, judged.length),
  brier: judged.reduce((sum, { result, truth }) => sum + brierOf(result, truth), 0) / Math.max(1, judged.length),
  keyword_method: {
    category_right_or_accepted: share(({ keywords, truth }) => verdict(keywords.category, truth) !== 'wrong'),
    subcategory_in_top_3: share(({ keywords, truth }) => hits(keywords.subcategories, truth)),
  },
  not_read: rows.filter(({ truth, result }) => truth.judged && result === null).map(({ name }) => name),
};
console.log(JSON.stringify(summary));
const met =
  summary.category_right_or_accepted >= AIM.category &&
  summary.subcategory_in_top_3 >= AIM.subcategory &&
  summary.not_read.length === 0;
process.exitCode = met ? 0 : 1;

function verdict(category: string, truth: Truth): 'right' | 'accepted' | 'wrong' {
  if (category === truth.category || category === truth.category_with_provenance) return 'right';
  return (truth.accept_categories as readonly string[]).includes(category) ? 'accepted' : 'wrong';
}

/** An empty truth asks for an empty answer. */
function hits(named: readonly string[], truth: Truth): boolean {
  return truth.subcategories.length === 0
    ? named.length === 0
    : named.some((name) => truth.subcategories.includes(name));
}

/** Sum of squared errors over the categories, 0 to 2; what is accepted counts as right where it was answered. */
function brierOf(result: Categorization, truth: Truth): number {
  const right = verdict(result.category, truth) === 'wrong' ? truth.category : result.category;
  return CATEGORIES.reduce(
    (sum, category) => sum + (result.category_scores[category] - (category === right ? 1 : 0)) ** 2,
    0,
  );
}
