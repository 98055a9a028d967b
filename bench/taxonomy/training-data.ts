import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TaxonomyModel } from '../../analysis/taxonomy/model.ts';
import { SIGNALS, toFeatures } from '../../analysis/taxonomy/model.ts';
import { CATEGORIES, type Category, CategorySchema, type DeclaredFacts } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { categorizerOf, toRecords } from './examine.ts';
import type { Example } from './fit.ts';
import { readDatasetFolder, readDeclared, readTruth, type Truth } from './folders.ts';
import { makePseudoDatasets } from './pseudo/make.ts';

export const PER_TEMPLATE = 10;
const SAMPLE = 500;
/** A real dataset counts as this many of our own writing. */
const REAL_WEIGHT = 10;
/** Share of the truth that the accepted categories get beside the right one. */
const ACCEPTED_SHARE = 0.25;
/** Real data that is no dataset of its kind: files for readers. */
const NO_DATASETS = new Set(['malformed']);
/** Real data whose licence does not allow that a model learned from it ships (GPL-3.0, CC BY-SA 4.0, CDLA-Sharing 1.0). */
const NOT_LEARNED = new Set(['meld', 'crows-pairs', 'topical-chat']);

const ZERO = { bias: 0, weights: SIGNALS.map(() => 0) };
/** Signals need no weights; the categorizer wants a model. */
const NO_MODEL: TaxonomyModel = {
  signals: SIGNALS,
  temperature: 1,
  categories: { clinical: ZERO, conversational: ZERO, therapeutic: ZERO, synthetic: ZERO, multimodal: ZERO },
  subcategories: {},
};

export interface Known extends Example {
  /** Datasets of one origin are held out together. */
  origin: string;
  isReal: boolean;
}

export function featuresOf(records: readonly ConversationRecord[]): Float64Array {
  return toFeatures(categorizerOf(records, NO_MODEL, SAMPLE).shares());
}

/** Datasets of our own writing as examples, each category counting the same. */
export function pseudoExamples(perTemplate = PER_TEMPLATE): Known[] {
  const made = makePseudoDatasets(perTemplate).map(
    (dataset): Known => ({
      origin: dataset.template,
      features: featuresOf(toRecords(dataset.rows, 'pseudo')),
      weight: 1,
      categories: targets(dataset.category, []),
      right: dataset.subcategories,
      open: dataset.open,
      category: dataset.category,
      isReal: false,
    }),
  );
  const counts = new Map<string | null, number>();
  for (const { category } of made) counts.set(category, (counts.get(category) ?? 0) + 1);
  const mean = made.length / counts.size;
  return made.map((example) => ({
    ...example,
    weight: (example.category === null ? 0.3 : 1) * (mean / (counts.get(example.category) ?? 1)),
  }));
}

/** Whether the licence allows that a model that learned from it ships. */
export const mayBeLearned = ({ origin }: Known): boolean => !NOT_LEARNED.has(origin);

export interface RealDataset {
  name: string;
  truth: Truth;
  files: string[];
  skipped: string[];
  values: unknown[];
  declared: DeclaredFacts | null;
  records: ConversationRecord[];
}

export async function readRealDatasets(folder: string): Promise<RealDataset[]> {
  const truth = await readTruth(folder);
  const datasets: RealDataset[] = [];
  for (const [name, known] of Object.entries(truth)) {
    const path = join(folder, name);
    const { files, skipped } = existsSync(path)
      ? await readDatasetFolder(path)
      : { files: [], skipped: ['skipped: no such folder'] };
    const records = files.flatMap((file) => toRecords(file.values, file.name));
    if (files.length > 0 && records.length === 0) skipped.push('no record of it holds text');
    datasets.push({
      ...{ name, truth: known, skipped, records },
      files: files.map((file) => file.name),
      values: files.flatMap(({ values }) => values),
      declared: await readDeclared(path),
    });
  }
  return datasets;
}

/** Real datasets as examples: what people say of them with their provenance. */
export function realExamples(datasets: readonly RealDataset[]): Known[] {
  return datasets
    .filter(({ name, records }) => !NO_DATASETS.has(name) && records.length > 0)
    .map(({ name, truth, records }) => exampleOf({ name, ...truth }, featuresOf(records)));
}

/**
 * Samples of public datasets, of which this repository holds what was measured and no text: per sample its truth and the
 * share of records that show each signal (public-samples.json, made by take-shares.ts). They judge, and nothing is learned
 * from them: the licence of most is unknown.
 */
export const SampleSchema = z.object({
  name: z.string(),
  category: CategorySchema,
  subcategories: z.array(z.string()),
  accept_categories: z.array(CategorySchema),
  record_count: z.int().positive(),
  shares: z.record(z.string(), z.number()),
});
export type Sample = z.infer<typeof SampleSchema>;
export const SAMPLES_FILE = new URL('public-samples.json', import.meta.url);

export function readSamples(): Sample[] {
  return z.array(SampleSchema).parse(JSON.parse(readFileSync(SAMPLES_FILE, 'utf8')));
}
export const sampleExamples = () => readSamples().map((sample) => exampleOf(sample, toFeatures(sample.shares)));

type Said = Pick<Sample, 'name' | 'category' | 'subcategories' | 'accept_categories'>;
const exampleOf = (said: Said, features: Float64Array): Known => ({
  origin: said.name,
  features,
  weight: REAL_WEIGHT,
  categories: targets(said.category, said.accept_categories),
  right: said.subcategories,
  open: [],
  category: said.category,
  isReal: true,
});

function targets(category: Category | null, accepted: readonly Category[]): number[] {
  if (category === null) return CATEGORIES.map(() => 1 / CATEGORIES.length);
  const others = accepted.filter((name) => name !== category);
  const spread = others.length === 0 ? 0 : ACCEPTED_SHARE / others.length;
  return CATEGORIES.map((name) =>
    name === category ? 1 - spread * others.length : others.includes(name) ? spread : 0,
  );
}
