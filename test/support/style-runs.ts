import type { ConversationRecord } from '../../contracts/records.ts';
import type { Task } from '../../contracts/training.ts';
import { Random } from '../../learning/random.ts';
import type { TrainedModel, TrainingStyle } from '../../plugins/kinds.ts';

export interface StyleRun {
  style: TrainingStyle;
  train: readonly ConversationRecord[];
  validation?: readonly ConversationRecord[];
  task: Task;
  settings?: object;
}
interface Saved {
  step: number;
  bytes: Uint8Array;
}

export const openRecords = (records: readonly ConversationRecord[]) =>
  async function* () {
    yield* records;
  };

/** Trains to the end, from a checkpoint where one is given. */
export async function trainWhole(run: StyleRun, checkpoint: Saved | null = null): Promise<TrainedModel> {
  const { model } = await trainWith(run, { checkpoint });
  if (!model) throw new Error('the training ended without a model');
  return model;
}

/** Trains up to a step and answers the checkpoint made there. */
export async function trainUntil(run: StyleRun, step: number): Promise<Saved> {
  const { saved } = await trainWith(run, { checkpoint: null, stopAt: step });
  if (!saved) throw new Error(`the training had no step ${step}`);
  return saved;
}

async function trainWith(
  { style, train, validation = [], task, settings = {} }: StyleRun,
  { checkpoint, stopAt }: { checkpoint: Saved | null; stopAt?: number },
) {
  let saved: Saved | null = null;
  const model = await style
    .train({
      train: openRecords(train),
      validation: openRecords(validation),
      task,
      settings: style.settings.parse(settings),
      seed: 5,
      checkpoint,
      hooks: {
        onTotal: () => undefined,
        async afterStep(step, _loss, state) {
          if (step !== stopAt) return;
          saved = { step, bytes: state() };
          throw new Error('stopped');
        },
      },
    })
    .catch((error: unknown) => {
      if (saved === null) throw error;
      return null;
    });
  return { model, saved: saved as Saved | null };
}

export async function trainAndJudge(run: StyleRun, test: readonly ConversationRecord[]) {
  const model = await trainWhole(run);
  return run.style.evaluate({ model: model.files, test: openRecords(test), task: run.task, seed: 1 });
}

/** The same records with the values of a label dealt out anew among them. */
export function shuffleLabel(
  records: readonly ConversationRecord[],
  field: string,
  seed: number,
): ConversationRecord[] {
  const values = new Random(seed).shuffle(records.map(({ labels }) => labels[field] ?? ''));
  return records.map((record, i) => ({ ...record, labels: { ...record.labels, [field]: values[i] ?? '' } }));
}
