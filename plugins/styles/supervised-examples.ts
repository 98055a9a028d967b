import { addToCentroids, centroidsOf, finishCentroids } from '../../learning/centroids.ts';
import {
  BLOCK_ROWS,
  createMemoryStore,
  type FeatureBlocks,
  packBlock,
  paddedDim,
  toBlocks,
} from '../../learning/feature-blocks.ts';
import { TermCounter, TfIdfRows, type Vocabulary } from '../../learning/tfidf.ts';
import type { TrainInput } from '../kinds.ts';
import {
  type Classification,
  collectLabelled,
  eachLabelled,
  type LabelledText,
  type LabelledTexts,
  noneSkipped,
} from './examples.ts';
import { type Pause, weighTerms } from './features.ts';
import { type Embedding, embedTexts, featuresOf } from './static-table.ts';
import type { SupervisedSettings } from './supervised-settings.ts';

interface Input extends Pick<TrainInput, 'train' | 'hooks'> {
  task: Classification;
  options: SupervisedSettings;
  embedding: Embedding;
  pause: Pause;
}

/** What the first pass over the training texts finds out. */
export interface Scanned {
  vocabulary: Vocabulary;
  classCounts: number[];
  exampleCount: number;
  skipped: LabelledTexts['skipped'];
}

/** Counts terms and classes, one text after another: memory by the number of different terms, until they are hashed. */
export async function scanExamples({ train, task, options, pause }: Input): Promise<Scanned> {
  const skipped = noneSkipped();
  const classCounts = new Array<number>(task.classes.length).fill(0);
  const counter = new TermCounter({
    documentsMin: options.min_document_frequency,
    termsMax: options.max_features,
    characters: options.character_ngrams,
    hashed: ({ auto: 'where_many', by_name: 'never', hashed: 'always' } as const)[options.vocabulary],
  });
  let exampleCount = 0;
  for await (const { text, label } of eachLabelled(train(), task, skipped)) {
    counter.add(text);
    classCounts[label] = (classCounts[label] ?? 0) + 1;
    exampleCount += 1;
    await pause();
  }
  return { vocabulary: counter.finish(), classCounts, exampleCount, skipped };
}

/** The features of all examples, in blocks that the trainer keeps, and the mean TF-IDF row of each class. */
export interface Examples {
  blocks: FeatureBlocks;
  /** Columns of the dense part that are in use. */
  dim: number;
  centroids: Float32Array;
}

/** The second pass: memory by the block, where the trainer keeps the blocks elsewhere. */
export async function packExamples(
  { train, task, options, embedding, hooks, pause }: Input,
  { vocabulary, exampleCount }: Scanned,
): Promise<Examples> {
  const store = hooks.pieces?.() ?? createMemoryStore();
  const weigher = new TfIdfRows(vocabulary);
  const sums = new Float32Array(task.classes.length * vocabulary.idf.length);
  const termCount = options.features === 'static' ? 0 : vocabulary.idf.length;
  let batch: LabelledText[] = [];
  let dim = 0;
  let blockCount = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const texts = batch.map(({ text }) => text);
    const labels = Uint16Array.from(batch, ({ label }) => label);
    for (const text of texts) weigher.add(text);
    const terms = weigher.finish();
    addToCentroids(sums, terms, labels);
    if (options.features === 'tfidf') store.append(packBlock(terms, { vectors: new Float32Array(), dim, labels }));
    else if (options.features === 'tfidf_static') {
      const embedded = await embedTexts(texts, { embedding, pause });
      dim = embedded.dim;
      store.append(packBlock(terms, { ...embedded, labels }));
    } else {
      const rows = await featuresOf(texts, terms, { features: 'static', embedding, pause });
      dim = rows.denseColumns;
      store.append(toBlocks(rows, labels).store.read(0));
    }
    blockCount += 1;
    batch = [];
  };
  for await (const example of eachLabelled(train(), task, noneSkipped())) {
    batch.push(example);
    if (batch.length === BLOCK_ROWS) await flush();
    await pause();
  }
  await flush();
  return {
    blocks: { store, blockCount, rowCount: exampleCount, termCount, dim: paddedDim(dim) },
    dim,
    centroids: finishCentroids(sums, task.classes.length),
  };
}

/** The features of all examples in memory, and the mean TF-IDF row of each class. */
export async function holdExamples({ train, task, options, embedding, pause }: Input, vocabulary: Vocabulary) {
  const { texts, labels } = await collectLabelled(train(), task);
  const terms = await weighTerms(texts, vocabulary, pause);
  const rows = await featuresOf(texts, terms, { features: options.features, embedding, pause });
  return { rows, labels, centroids: centroidsOf(terms, labels, task.classes.length) };
}
