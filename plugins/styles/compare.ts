import type { ConversationRecord } from '../../contracts/records.ts';
import type { ModelComparison } from '../../contracts/tasks.ts';
import type { Task } from '../../contracts/training.ts';
import { macroF1At, pairedBootstrap } from '../../learning/metrics.ts';
import type { OpenEncoder } from '../encoder-kinds.ts';
import type { TrainingStyle } from '../kinds.ts';
import { collectLabelled } from './examples.ts';
import { createPause, type Pause } from './features.ts';

interface Side {
  style: TrainingStyle;
  model: Readonly<Record<string, Uint8Array>>;
  task: Task;
}

/** With fewer examples an interval says nothing. Our choice. */
const EXAMPLES_MIN = 20;

/**
 * Macro-F1 of two classifiers on the same held-out examples, with the paired bootstrap interval of the difference.
 * A text says why they cannot be compared.
 */
export async function comparePredictions(input: {
  a: Side;
  b: Side;
  test: () => AsyncIterable<ConversationRecord>;
  seed: number;
  pause?: Pause;
  openEncoder?: OpenEncoder;
}): Promise<Omit<ModelComparison, 'model_a' | 'model_b' | 'cached'> | string> {
  const { a, b, test, seed, pause = createPause(), openEncoder } = input;
  const { task } = a;
  if (task.kind !== 'classification' || b.task.kind !== 'classification') return 'only models that label texts can be';
  if (JSON.stringify(task) !== JSON.stringify(b.task)) return 'they learn different labels';
  const { texts, labels } = await collectLabelled(test(), task);
  if (texts.length < EXAMPLES_MIN) return `the test split holds ${texts.length} examples; ${EXAMPLES_MIN} are needed`;
  const classOf = new Map(task.classes.map((name, i) => [name, i]));
  const guess = async ({ style, model }: Side) => {
    const predicted = await style.predict?.({ model, task, texts, candidates: null, openEncoder });
    return predicted && Uint16Array.from(predicted, ({ best }) => classOf.get(best) ?? 0);
  };
  const [byA, byB] = [await guess(a), await guess(b)];
  if (!byA || !byB) return `style ${byA ? b.style.id : a.style.id} does not predict labels`;
  const f1 = (predicted: Uint16Array, indexes: Uint32Array) =>
    macroF1At(indexes, labels, predicted, task.classes.length);
  const all = Uint32Array.from(texts, (_, i) => i);
  const [score_a, score_b] = [f1(byA, all), f1(byB, all)];
  const interval_95 = await pairedBootstrap(texts.length, (indexes) => f1(byB, indexes) - f1(byA, indexes), {
    seed,
    pause,
  });
  return {
    metric: 'f1_score',
    example_count: texts.length,
    score_a,
    score_b,
    difference: score_b - score_a,
    interval_95,
    significant: interval_95[0] > 0 || interval_95[1] < 0,
  };
}
