import { loadLanguageIdentifier } from '../analysis/language.ts';
import { createProfile } from '../analysis/profile.ts';
import { toSelectionFacts } from '../analysis/selection-facts.ts';
import { createLearnableCounter, firstLabel, inferTasks } from '../analysis/task-inference.ts';
import { TAXONOMY_MODEL } from '../analysis/taxonomy/shipped-model.ts';
import { createCategorizer } from '../analysis/taxonomy.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { InferredTask, SelectionFacts } from '../contracts/training.ts';
import { Random } from '../learning/random.ts';
import { createPause } from '../plugins/styles/features.ts';
import { measureLabelNoise } from '../plugins/styles/label-noise.ts';
import type { LoadedDataset } from './load-dataset.ts';
import type { Scenario } from './selection-trial.ts';

const identifyLanguage = await loadLanguageIdentifier();

/** The part of a dataset that a scenario speaks of; its test split is left whole, and its labels as they are. */
export function cut(
  { splits: { train, validation, test } }: LoadedDataset,
  { records, labelled, noise, seed }: Scenario,
): LoadedDataset['splits'] {
  const random = new Random(seed);
  const kept = random.shuffle([...train]).slice(0, records);
  const share = kept.length / train.length;
  const held = random.shuffle([...validation]).slice(0, Math.max(20, share * validation.length));
  const field = mainLabel(kept);
  if (field === null) return { train: kept, validation: held, test };
  const some = kept.map((record, i) => (i < labelled * kept.length ? record : without(record, field)));
  if (noise === 0) return { train: some, validation: held, test };
  const mistaken = (part: readonly ConversationRecord[]) => withNoise(part, field, { noise, random });
  return { train: mistaken(some), validation: mistaken(held), test };
}

export async function factsOf(
  records: readonly ConversationRecord[],
): Promise<{ facts: SelectionFacts; tasks: InferredTask[] }> {
  const [counter, profile, categorizer] = [
    createLearnableCounter(),
    createProfile(),
    createCategorizer({ model: TAXONOMY_MODEL, identifyLanguage }),
  ];
  records.forEach((record, i) => {
    counter.add(record);
    profile.add(record);
    if (i < 100) categorizer.add(record);
  });
  const learnable = counter.result();
  const tasks = inferTasks(learnable);
  const { category, languages, domains } = categorizer.result();
  const label = firstLabel(tasks);
  const facts = toSelectionFacts(learnable, tasks, {
    ...{ category, languages, domains },
    quality_score: profile.result().quality_score,
    label_noise: await measureLabelNoise(records, label, createPause()),
    available_compute: 'medium',
    safety_level: 'moderate',
    training_objective: 'therapeutic_accuracy',
  });
  return { facts, tasks };
}

type Labels = Readonly<Record<string, string>>;

const withLabels = (record: ConversationRecord, change: (labels: Labels) => Labels): ConversationRecord => ({
  ...record,
  messages: record.messages.map((message) =>
    message.labels ? { ...message, labels: change(message.labels) } : message,
  ),
  labels: change(record.labels),
});

function without(record: ConversationRecord, field: string): ConversationRecord {
  return withLabels(record, (labels) => Object.fromEntries(Object.entries(labels).filter(([name]) => name !== field)));
}

/** A share of the labels is drawn anew from all of them: the classes stay as frequent as they are. */
function withNoise(
  records: readonly ConversationRecord[],
  field: string,
  { noise, random }: { noise: number; random: Random },
): ConversationRecord[] {
  const values = records.flatMap(({ labels, messages }) =>
    [labels, ...messages.map((message) => message.labels ?? {})].flatMap((own) => own[field] ?? []),
  );
  return records.map((record) =>
    withLabels(record, (labels) =>
      labels[field] !== undefined && random.below(1000) < 1000 * noise
        ? { ...labels, [field]: values[random.below(values.length)] ?? labels[field] }
        : labels,
    ),
  );
}

function mainLabel(records: readonly ConversationRecord[]): string | null {
  const counter = createLearnableCounter();
  for (const record of records) counter.add(record);
  return firstLabel(inferTasks(counter.result()))?.label_field ?? null;
}
