import type { Evaluation } from '../../contracts/training.ts';
import { macroScores } from '../../learning/metrics.ts';
import { type Network, outputsOf } from '../../learning/network.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { compareClassifiers } from './compare-classifiers.ts';
import type { ContinualMeta } from './continual.ts';
import { type Sequence, type SequenceTexts, taskOf } from './continual-data.ts';
import type { Pause } from './features.ts';
import { argmax } from './transfer-heads.ts';

/**
 * What is left of each task after each task, on texts of the test split.
 *
 * The networks come in the order of training: all tasks at once, then the naive sequence, then the continual one. Macro-F1
 * over all tasks at the end is compared with the naive sequence and with guessing; the joint network is the ceiling.
 * Source: Lopez-Paz and Ranzato, Gradient Episodic Memory, 2017 (backward and forward transfer); forgetting is the mean
 * fall from the best accuracy a task ever had (Chaudhry et al., Riemannian Walk, 2018).
 */
export async function judgeContinual(
  { networks, facts, classes }: { networks: readonly Network[]; facts: ContinualMeta; classes: readonly string[] },
  { labels, fields, skipped, rows }: SequenceTexts & { rows: SparseRows },
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const { sequence } = facts;
  const count = sequence.names.length;
  const tasks = Array.from(labels, (label, i) => taskOf(sequence, label, fields[i]));
  const known = [...tasks.keys()].filter((i) => (tasks[i] ?? -1) >= 0);
  const all = sequence.classes.map((_own, t) => [...new Set(sequence.classes.slice(0, t + 1).flat())]);
  const everything = all.at(-1) ?? [];
  const predict = (network: Network | undefined, seen: readonly number[]) =>
    network
      ? Uint16Array.from(outputsOf(network, rows), (logits) => seen[argmax(seen.map((c) => logits[c] ?? 0))] ?? 0)
      : new Uint16Array(labels.length);
  const [joint, ...sequential] = networks;
  const naive = sequential.slice(0, count).map((network, t) => predict(network, all[t] ?? []));
  const continual = sequential.slice(count).map((network, t) => predict(network, all[t] ?? []));
  const pick = (guess: Uint16Array | undefined) => Uint16Array.from(known, (i) => guess?.[i] ?? 0);

  const truth = pick(labels);
  const evaluation = await compareClassifiers(
    {
      truth,
      predicted: pick(continual.at(-1)),
      baselines: {
        naive_sequential: pick(naive.at(-1)),
        majority_class: new Uint16Array(truth.length).fill(argmax(facts.class_counts)),
      },
      classes,
    },
    { seed, pause, counts: { ...skipped, tasks: count } },
  );
  if (truth.length === 0) return evaluation;
  const matrix = (guesses: readonly Uint16Array[]) =>
    guesses.map((own) => accuracyByTask(own, { labels, tasks, count }));
  const [ours, theirs] = [transferOf(matrix(continual), sequence), transferOf(matrix(naive), sequence)];
  const measured: Record<string, number> = {};
  matrix(continual).forEach((row, i) => {
    row.forEach((value, j) => {
      if (value !== null) measured[`accuracy_after_task_${i + 1}_on_task_${j + 1}`] = value;
    });
  });
  const jointScores = macroScores(truth, pick(predict(joint, everything)), classes.length);
  return {
    ...evaluation,
    scores: {
      ...evaluation.scores,
      ...ours,
      joint_ceiling_f1_score: jointScores.f1_score,
      ...measured,
    },
    baselines: { ...evaluation.baselines, naive_sequential: { ...evaluation.baselines.naive_sequential, ...theirs } },
    unmeasured: {
      ...evaluation.unmeasured,
      ...(sequence.field === null && {
        forward_transfer: 'tasks bring new classes: before its task a class cannot be predicted at all',
      }),
    },
  };
}

/** Share of right answers on each task; null where the test split holds none of it. */
function accuracyByTask(
  predicted: Uint16Array,
  { labels, tasks, count }: { labels: Uint16Array; tasks: readonly number[]; count: number },
): (number | null)[] {
  return Array.from({ length: count }, (_, t) => {
    const own = [...tasks.keys()].filter((i) => tasks[i] === t);
    return own.length === 0 ? null : own.filter((i) => predicted[i] === labels[i]).length / own.length;
  });
}

function transferOf(
  matrix: readonly (readonly (number | null)[])[],
  { field, classes }: Sequence,
): Record<string, number> {
  const last = matrix.length - 1;
  const at = (i: number, j: number) => matrix[i]?.[j] ?? null;
  const mean = (values: (number | null)[]) => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const less = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
  const earlier = [...classes.keys()].slice(0, -1);
  const best = (j: number) => Math.max(...earlier.filter((i) => i >= j).map((i) => at(i, j) ?? 0));
  const found = {
    mean_accuracy: mean([...classes.keys()].map((j) => at(last, j))),
    forgetting: mean(earlier.map((j) => less(best(j), at(last, j)))),
    backward_transfer: mean(earlier.map((j) => less(at(last, j), at(j, j)))),
    // Against guessing among the classes of the task.
    forward_transfer:
      field === null
        ? null
        : mean([...classes.keys()].slice(1).map((j) => less(at(j - 1, j), 1 / (classes[j]?.length || 1)))),
  };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, number] => entry[1] !== null));
}
