import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { Random } from '../../learning/random.ts';
import { pickRows, type SparseRows } from '../../learning/sparse.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import { type Classification, collectLabelled, unitsOf } from './examples.ts';
import { fitTerms, type Pause, weighTerms } from './features.ts';
import type { Embedding } from './static-table.ts';
import type { HiddenScale, Labelled } from './transfer-heads.ts';
import { fitEmbeddingScale, PRETRAINED, withEmbedding } from './transfer-pretrained.ts';
import { type TransferSettings, usesPretrained } from './transfer-settings.ts';
import { labelSource, type Source, wordsSource } from './transfer-sources.ts';

type Records = () => AsyncIterable<ConversationRecord>;

export interface TransferData {
  vocabulary: Vocabulary;
  /** All texts of the training split, whether or not the target labels them. */
  rows: SparseRows;
  sources: Source[];
  /** The labels of the target that are used. */
  target: Labelled;
  /** What the sources are compared on. */
  held: Labelled;
  /** The same rows with the pretrained embeddings, where those may be the source. */
  pretrained: { embedding: Embedding; scale: HiddenScale; target: Labelled; held: Labelled } | null;
  classCount: number;
  classCounts: number[];
  counts: Record<string, number>;
}

export async function prepareTransfer({
  train,
  validation,
  task,
  options,
  embedding,
  seed,
  pause,
}: {
  train: Records;
  validation: Records;
  task: Classification;
  options: TransferSettings;
  embedding: Embedding;
  seed: number;
  pause: Pause;
}): Promise<TransferData> {
  const { texts, labels } = await collectTexts(train(), task);
  const classOf = new Map(task.classes.map((name, c) => [name, c]));
  const labelled = labels.flatMap((own, i) => (classOf.has(own[task.label_field] ?? '') ? [i] : []));
  if (labelled.length === 0) throw new PipelineError('StyleUnsupported', `no text has a label of ${task.label_field}`);
  const limits = { documentsMin: options.min_document_frequency, termsMax: options.max_features };
  const vocabulary = await fitTerms(texts, limits, pause);
  const rows = await weighTerms(texts, vocabulary, pause);
  const sources = sourcesOf({ rows, terms: vocabulary.terms, labels, target: task.label_field, options });
  const drawn = new Random(seed).shuffle([...labelled]).slice(0, options.target_examples || labelled.length);
  const classes = Uint16Array.from(drawn, (i) => classOf.get(labels[i]?.[task.label_field] ?? '') ?? 0);
  const classCounts = task.classes.map((_name, c) => classes.filter((own) => own === c).length);
  const held = await collectLabelled(validation(), task);
  const data = {
    target: { rows: pickRows(rows, drawn), labels: classes },
    held: { rows: await weighTerms(held.texts, vocabulary, pause), labels: held.labels },
  };
  const targetTexts = drawn.map((i) => texts[i] ?? '');
  const how = { embedding, pause };
  const embed = async (scale: HiddenScale) => ({
    ...{ embedding, scale },
    target: { ...data.target, rows: await withEmbedding(data.target.rows, targetTexts, scale, how) },
    held: { ...data.held, rows: await withEmbedding(data.held.rows, held.texts, scale, how) },
  });
  return {
    ...data,
    pretrained: usesPretrained(options) ? await embed(await fitEmbeddingScale(texts, how)) : null,
    vocabulary,
    rows,
    sources,
    classCount: task.classes.length,
    classCounts,
    counts: { source_texts: texts.length, target_examples: drawn.length, validation_examples: held.texts.length },
  };
}

/** Each text once, with every label it has. */
async function collectTexts(records: AsyncIterable<ConversationRecord>, task: Classification) {
  const texts: string[] = [];
  const labels: Readonly<Record<string, string>>[] = [];
  const seen = new Set<string>();
  for await (const record of records) {
    for (const unit of unitsOf(record, task)) {
      if (unit.text.trim() === '' || seen.has(unit.text)) continue;
      seen.add(unit.text);
      texts.push(unit.text);
      labels.push(unit.labels);
    }
  }
  return { texts, labels };
}

/** The sources that the settings allow, labels before words; never the target itself. */
function sourcesOf({
  rows,
  terms,
  labels,
  target,
  options: { source, source_field },
}: {
  rows: SparseRows;
  terms: readonly string[];
  labels: readonly Readonly<Record<string, string>>[];
  target: string;
  options: TransferSettings;
}): Source[] {
  if (source_field === target)
    throw new PipelineError('ConfigInvalid', `training_config.settings.source_field: ${target} is the target itself`);
  const fields = source_field ? [source_field] : [...new Set(labels.flatMap((own) => Object.keys(own)))].sort();
  const others = source === 'words' || source === PRETRAINED ? [] : fields.filter((field) => field !== target);
  const found = others.flatMap(
    (field) =>
      labelSource(
        field,
        rows,
        labels.map((own) => own[field]),
      ) ?? [],
  );
  if (found.length === 0 && (source === 'label' || source_field !== undefined))
    throw new PipelineError(
      'StyleUnsupported',
      `no label ${source_field ?? `besides ${target}`} stands on half of the texts with two values or more: nothing to learn first. Leave source out, or set it to words`,
    );
  const wordsToo = source === 'words' || (source === 'auto' && source_field === undefined);
  const words = wordsToo
    ? [wordsSource(rows, terms)].filter(({ examples, outputs }) => examples.length > 0 && outputs > 1)
    : [];
  return [...found, ...words];
}
