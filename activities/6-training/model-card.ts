import { lookedIn } from '../../analysis/profile.ts';
import type { ModelLineage } from '../../contracts/activities.ts';
import type { GateResult, ModelStage } from '../../contracts/registry.ts';

/**
 * The model card, in the Markdown with front matter that model hubs read. Every figure is one that was measured in the
 * run; what was not measured is said to be so. Source: Mitchell et al., Model Cards for Model Reporting (2019).
 */
export function toModelCard(
  modelId: string,
  lineage: ModelLineage,
  promotion: { gates: readonly GateResult[]; stage: ModelStage },
): string {
  const { dataset_name, source, profile, categorization, config, evaluation, outcome, splits, bias, selection } =
    lineage;
  const name = dataset_name ?? source.file;
  const licence = source.declared?.licence ?? null;
  return `---
license: ${licence === null ? 'other\nlicense_name: unknown' : JSON.stringify(licence)}
library_name: dataset-training-pipeline
tags: [${[config.style, config.task.kind, categorization.category].join(', ')}]
datasets: [${JSON.stringify(name)}]
model-index:
  - name: ${modelId}
    results:
      - task: { type: ${TASK_TYPES[config.task.kind]} }
        dataset: { type: ${JSON.stringify(source.format)}, name: ${JSON.stringify(name)}, split: test }
        metrics:
${Object.entries(evaluation.scores)
  .map(([type, value]) => `          - { type: ${type}, value: ${figure(value)} }`)
  .join('\n')}
---

# ${modelId}

${taskSentence(lineage)} The licence of the model follows that of its data, ${licence === null ? 'which was not given' : `which its card gives as ${cell(licence)}`}.

Made to sort and study conversations like those it was trained on, by people who check what it says. Not made to answer
people in need, to judge a person, or for data of another kind.

## Data

| | |
| --- | --- |
| dataset | ${cell(name)} |
| file | ${cell(source.file)}, ${source.byte_count} bytes, SHA-256 \`${source.sha256}\` |
| category | ${categorization.category} (confidence ${figure(categorization.confidence)}${categorization.uncertain ? ', uncertain' : ''}) |
| records | ${profile.record_count} read; ${splits.train.record_count} train, ${splits.validation.record_count} validation, ${splits.test.record_count} test |
| crisis content | ${percent(profile.crisis.share_of_records)} of ${lookedIn(profile)} |

What preprocessing changed: ${listCounts(lineage.preprocessing)}.

## Evaluation

On ${evaluation.example_count} examples of the test split, which training never saw. Seed ${config.seed}.

${scoreTable(lineage)}

${gainSentence(lineage)}
${perClassTable(lineage)}
${certaintyOf(lineage)}
## Fairness

${bias ? biasTable(bias) : 'Not measured: the stage was skipped.'}
${groupTable(lineage)}
## Promotion

Stage \`${promotion.stage}\`.

| gate | opens | outcome | |
| --- | --- | --- | --- |
${promotion.gates.map(({ gate, level, outcome, message }) => `| ${gate} | ${level} | ${outcome.replace('_', ' ')} | ${message} |`).join('\n')}

## Training

Style \`${config.style}\`, ${selection.chosen_by === 'caller' ? 'chosen by the caller' : 'ranked first'}; ${outcome.steps} steps, ${outcome.parameter_count} parameters, ${figure(outcome.training_seconds)} s, at most ${Math.round(outcome.rss_mb_max)} MiB${outcome.resumed_from_step === null ? '' : `, resumed from step ${outcome.resumed_from_step}`}.

\`\`\`json
${JSON.stringify(config.settings, null, 2)}
\`\`\`

## Limits

- Not a medical device; not fit to decide on the care of a person.
- Measured on one split of one dataset: other data will give other figures.
${lineage.findings.map((finding) => `- ${finding.severity}: ${finding.message}`).join('\n')}
${Object.entries(evaluation.unmeasured)
  .map(([metric, reason]) => `- ${metric} was not measured: ${reason}`)
  .join('\n')}
`.replace(/\n{3,}/g, '\n\n');
}

/** Tasks by the names that model hubs use. */
const TASK_TYPES = {
  classification: 'text-classification',
  preference: 'text-ranking',
  next_turn: 'sentence-similarity',
} as const;

function taskSentence({ config: { task } }: ModelLineage): string {
  if (task.kind === 'classification')
    return `Predicts \`${task.label_field}\` (${task.classes.length} classes) from the text of ${task.unit === 'utterance' ? 'an utterance' : 'a conversation'}.`;
  if (task.kind === 'preference') return `Ranks answers by what \`${task.label_field}\` says of answers.`;
  return 'Embeds turns of a conversation so that a turn lies close to the turn that follows it.';
}

function scoreTable({ evaluation }: ModelLineage): string {
  const columns = { model: evaluation.scores, ...evaluation.baselines };
  const metrics = [...new Set(Object.values(columns).flatMap((scores) => Object.keys(scores)))];
  const head = ['metric', ...Object.keys(columns)];
  const rows = metrics.map((metric) => [metric, ...Object.values(columns).map((scores) => figure(scores[metric]))]);
  return table(head, rows);
}

function gainSentence({ evaluation }: ModelLineage): string {
  const gain = evaluation.gain_over_baseline;
  if (gain === null) return 'The gain over a baseline could not be measured.';
  const [low, high] = gain.interval_95.map(figure);
  const verdict = evaluation.better_than_baseline ? 'better than' : '**not shown to be better than**';
  return `The model is ${verdict} the baseline \`${gain.baseline}\`: ${evaluation.primary_metric} ${figure(gain.value)} higher, 95 % interval ${low} to ${high} (paired bootstrap).`;
}

function certaintyOf({ evaluation: { calibration, robustness = [] } }: ModelLineage): string {
  const parts: string[] = [];
  if (calibration)
    parts.push(
      `Expected calibration error ${figure(calibration.ece)}, Brier score ${figure(calibration.brier)}: how far its probabilities can be taken at their word.`,
    );
  const rows = robustness.map(({ variant, changed_texts, changed_predictions, f1_score }) => [
    variant.replaceAll('_', ' '),
    String(changed_texts),
    changed_predictions === null ? '–' : percent(changed_predictions),
    figure(f1_score),
  ]);
  if (rows.length > 0)
    parts.push(
      table(['the same texts with', 'texts changed', 'predictions changed', 'f1_score on the whole split'], rows),
    );
  return parts.length === 0 ? '' : `\n${parts.join('\n\n')}\n`;
}

function groupTable({ evaluation: { per_group = [] } }: ModelLineage): string {
  if (per_group.length === 0) return '';
  const rows = per_group.map(({ attribute, group, count, accuracy, f1_score, reason }) => [
    ...[attribute, group, String(count)],
    reason ?? figure(accuracy),
    figure(f1_score),
  ]);
  return `\nOf the examples whose records name a group:\n\n${table(['attribute', 'group', 'examples', 'accuracy', 'f1_score'], rows)}\n`;
}

function perClassTable({ evaluation }: ModelLineage): string {
  if (evaluation.per_class.length === 0) return '';
  const rows = evaluation.per_class.map(({ label, precision, recall, f1, support }) => [
    label,
    figure(precision),
    figure(recall),
    figure(f1),
    String(support),
  ]);
  return `\n${table(['class', 'precision', 'recall', 'F1', 'examples'], rows)}\n`;
}

function biasTable(bias: NonNullable<ModelLineage['bias']>): string {
  const rows = bias.dimensions.map((dimension) => [
    dimension.dimension,
    String(dimension.records_with_mention),
    figure(dimension.balance.value),
    figure(dimension.label_parity.value),
  ]);
  const score = bias.fairness_score;
  return `Fairness score ${score.value === null ? `not known: ${score.reason}` : figure(score.value)}.\n\n${table(['dimension', 'records that mention it', 'balance', 'label parity'], rows)}`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const figure = (value: number | null | undefined) => (value == null ? '–' : String(Number(value.toPrecision(4))));
const percent = (share: number) => `${figure(100 * share)} %`;
const listCounts = (counts: Record<string, number>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name.replaceAll('_', ' ')} ${count}`)
    .join(', ') || 'nothing';
