import { formatScore } from '../../charts/figures.ts';
import type { ModelLineage } from '../../contracts/activities.ts';
import { careScores } from '../../contracts/care-scores.ts';
import { percent, table } from './markdown.ts';

/** What was measured of the model on held-out data: the second half of a model card. */

/** More classes than this fill a page; the rest stands in metrics.json. */
const CLASSES_SHOWN_MAX = 30;

export function scoreTable({ evaluation }: ModelLineage): string {
  const { primary_interval_95: interval } = evaluation;
  const columns = { model: evaluation.scores, ...evaluation.baselines };
  const metrics = [...new Set(Object.values(columns).flatMap((scores) => Object.keys(scores)))];
  const head = ['metric', ...Object.keys(columns)];
  const rows = metrics.map((metric) => [
    metric,
    ...Object.values(columns).map((scores) => formatScore(scores[metric])),
  ]);
  const certainty = interval
    ? `\n\nThe ${evaluation.primary_metric} of the model has a 95 % interval of ${formatScore(interval[0])} to ${formatScore(interval[1])} (bootstrap).`
    : '';
  return table(head, rows) + certainty;
}

export function gainSentence({ evaluation }: ModelLineage): string {
  const gain = evaluation.gain_over_baseline;
  if (gain === null) return 'The gain over a baseline could not be measured.';
  const [low, high] = gain.interval_95.map(formatScore);
  const verdict = evaluation.better_than_baseline ? 'better than' : '**not shown to be better than**';
  return `The model is ${verdict} the baseline \`${gain.baseline}\`: ${evaluation.primary_metric} ${formatScore(gain.value)} higher, 95 % interval ${low} to ${high} (paired bootstrap).`;
}

export function certaintyOf({ evaluation: { calibration, robustness = [] } }: ModelLineage): string {
  const parts: string[] = [];
  if (calibration)
    parts.push(
      `Expected calibration error ${formatScore(calibration.ece)}, Brier score ${formatScore(calibration.brier)}: how far its probabilities can be taken at their word.`,
    );
  const rows = robustness.map(({ variant, changed_texts, changed_predictions, f1_score }) => [
    variant.replaceAll('_', ' '),
    String(changed_texts),
    changed_predictions === null ? '–' : percent(changed_predictions),
    formatScore(f1_score),
  ]);
  if (rows.length > 0)
    parts.push(
      table(['the same texts with', 'texts changed', 'predictions changed', 'f1_score on the whole split'], rows),
    );
  return parts.join('\n\n');
}

function groupTable({ evaluation: { per_group = [] } }: ModelLineage): string {
  if (per_group.length === 0) return '';
  const rows = per_group.map(({ attribute, group, count, accuracy, f1_score, reason }) => [
    ...[attribute, group, String(count)],
    reason ?? formatScore(accuracy),
    formatScore(f1_score),
  ]);
  return `Scores of the examples whose records name a group:\n\n${table(['attribute', 'group', 'examples', 'accuracy', 'f1_score'], rows)}`;
}

export function perClassTable({ evaluation }: ModelLineage): string {
  if (evaluation.per_class.length === 0) return '';
  const shown = evaluation.per_class.toSorted((a, b) => b.support - a.support).slice(0, CLASSES_SHOWN_MAX);
  const left = evaluation.per_class.length - shown.length;
  const rows = shown.map(({ label, precision, recall, f1, support }) => [
    label,
    formatScore(precision),
    formatScore(recall),
    formatScore(f1),
    String(support),
  ]);
  return `${table(['class', 'precision', 'recall', 'F1', 'examples'], rows)}${left > 0 ? `\n\n${left} rarer classes stand in metrics.json.` : ''}`;
}

function biasTable(bias: NonNullable<ModelLineage['bias']>): string {
  const rows = bias.dimensions.map((dimension) => [
    dimension.dimension,
    String(dimension.records_with_mention),
    formatScore(dimension.balance.value),
    formatScore(dimension.label_parity.value),
  ]);
  const score = bias.fairness_score;
  return `Fairness score ${score.value === null ? `not known: ${score.reason}` : formatScore(score.value)}.\n\n${table(['dimension', 'records that mention it', 'balance', 'label parity'], rows)}`;
}

export function biasSection(lineage: ModelLineage): string {
  const { bias } = lineage;
  const parts = [bias ? biasTable(bias) : 'Not measured: the stage was skipped.', groupTable(lineage)];
  return parts.filter((part) => part !== '').join('\n\n');
}

export function clusterTable({ evaluation: { clusters = [] } }: ModelLineage): string {
  if (clusters.length === 0) return '';
  const rows = clusters
    .toSorted((a, b) => b.size - a.size)
    .slice(0, CLASSES_SHOWN_MAX)
    .map(({ name, size, typical_terms }) => [
      name,
      String(size),
      typical_terms.join(', ') || 'too few texts to show any',
    ]);
  return table(['cluster', 'texts', 'typical terms'], rows);
}

/** Figures that rest on what a label says of answers: one line each. */
export function careList({ config, evaluation }: ModelLineage): string {
  return Object.entries(careScores(config.task, evaluation))
    .flatMap(([name, figure]) =>
      figure.value === null ? [] : [`- \`${name}\` ${formatScore(figure.value)}: ${figure.evidence}`],
    )
    .join('\n');
}

/** What there is no figure of, and why: one line a reason. */
export function unmeasuredList({ config, evaluation }: ModelLineage): string {
  const care = Object.entries(careScores(config.task, evaluation)).flatMap(([name, figure]) =>
    figure.value === null ? [[name, figure.reason] as const] : [],
  );
  const entries = [...Object.entries(evaluation.unmeasured), ...care];
  const byReason = Map.groupBy(entries, ([, reason]) => reason);
  return [
    'Not measured:',
    '',
    ...[...byReason].map(([reason, names]) => `- ${names.map(([name]) => `\`${name}\``).join(', ')}: ${reason}`),
  ].join('\n');
}
