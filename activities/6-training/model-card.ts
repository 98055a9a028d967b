import type { ModelLineage } from '../../contracts/activities.ts';
import type { GateResult, ModelStage } from '../../contracts/registry.ts';
import { figure, table } from './markdown.ts';
import {
  dataTable,
  encoderSentence,
  languagesOf,
  licenceSentence,
  lineageTable,
  privacySection,
  sampleSentence,
} from './model-card-data.ts';
import {
  biasSection,
  careList,
  certaintyOf,
  clusterTable,
  gainSentence,
  perClassTable,
  scoreTable,
  unmeasuredList,
} from './model-card-figures.ts';

interface Judged {
  gates: readonly GateResult[];
  stage: ModelStage;
  /** Names of the plots that lie beside the card. */
  plots: readonly string[];
}

/**
 * The model card, in the Markdown with front matter that model hubs read. Every figure is one that was measured in the
 * run; what was not measured is said to be so. Source: Mitchell et al., Model Cards for Model Reporting (2019).
 */
export function toModelCard(modelId: string, lineage: ModelLineage, { gates, stage, plots }: Judged): string {
  const { categorization, config, evaluation, findings } = lineage;
  const plot = (name: string, text: string) => (plots.includes(name) ? `![${text}](${name})` : '');
  const parts = [
    frontMatter(modelId, lineage),
    `# ${modelId}`,
    `${taskSentence(lineage)} Trained in the style \`${config.style}\` on ${categorization.category} data.`,
    `> ${gainSentence(lineage)}\n>\n> Stage **${stage}**${stage === 'rejected' ? ': a gate of the first stage is not passed, so it is not to be used' : ': above it only a person promotes'}.`,
    '## Use',
    'Made to sort and study conversations like those it was trained on, by people who check what it says. Not made to answer people in need, to judge or diagnose a person, or for data of another kind or language. Not a medical device.',
    `\`\`\`sh\nnpm run -s pipeline -- predict ${modelId} 'a text'\nnpm run -s pipeline -- reproduce ${modelId}\n\`\`\``,
    `The second trains it again from its data and compares every byte. ${licenceSentence(lineage)}`,
    encoderSentence(config),
    '## Data',
    dataTable(lineage),
    sampleSentence(lineage),
    '## Privacy',
    privacySection(lineage),
    '## Evaluation',
    `On ${evaluation.example_count} examples of the test split, which neither training nor the choice of settings saw. The main figure is \`${evaluation.primary_metric}\`.`,
    scoreTable(lineage),
    careList(lineage),
    perClassTable(lineage),
    plot('confusion-matrix.svg', 'Confusion matrix of the test split: true classes by predicted ones'),
    clusterTable(lineage),
    plot('cluster-map.svg', 'Texts of the test split by cluster, on the two directions of most spread'),
    certaintyOf(lineage),
    plot('calibration.svg', 'How often predictions of a confidence are right'),
    unmeasuredList(lineage),
    '## Bias',
    biasSection(lineage),
    '## Promotion',
    table(
      ['gate', 'opens', 'outcome', ''],
      gates.map(({ gate, level, outcome, message }) => [gate, level, outcome.replace('_', ' '), message]),
    ),
    '## Training',
    trainingSentence(lineage),
    plot('learning-curve.svg', 'Loss of training by step'),
    `<details><summary>Settings</summary>\n\n\`\`\`json\n${JSON.stringify(lineage.outcome.search?.settings ?? config.settings, null, 2)}\n\`\`\`\n\n</details>`,
    '## Lineage',
    lineageTable(lineage),
    '## Limits',
    [
      '- Not fit to decide on the care of a person.',
      '- Measured on one split of one dataset: other data will give other figures.',
      '- It goes by words and what they mean alone: it knows little of irony, of negation over several words, and of what was said before.',
      ...findings.map(({ severity, message }) => `- ${severity}: ${message}`),
    ].join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Tasks by the names that model hubs use. */
const TASK_TYPES = {
  classification: 'text-classification',
  preference: 'text-ranking',
  next_turn: 'sentence-similarity',
} as const;

function frontMatter(modelId: string, lineage: ModelLineage): string {
  const { dataset_name, source, categorization, config, evaluation } = lineage;
  const licence = source.declared?.licence ?? null;
  const name = dataset_name ?? source.file;
  const languages = languagesOf(categorization);
  const type = TASK_TYPES[config.task.kind];
  return [
    '---',
    `license: ${licence === null ? 'other\nlicense_name: unknown' : JSON.stringify(licence)}`,
    ...(languages.length > 0 ? [`language: [${languages.map((code) => JSON.stringify(code)).join(', ')}]`] : []),
    'library_name: dataset-training-pipeline',
    `pipeline_tag: ${type}`,
    `tags: [${[config.style, config.task.kind, categorization.category].join(', ')}]`,
    `datasets: [${JSON.stringify(name)}]`,
    `metrics: [${Object.keys(evaluation.scores).join(', ')}]`,
    'model-index:',
    `  - name: ${modelId}`,
    '    results:',
    `      - task: { type: ${type} }`,
    `        dataset: { type: ${JSON.stringify(source.format)}, name: ${JSON.stringify(name)}, split: test }`,
    '        metrics:',
    ...Object.entries(evaluation.scores).map(
      ([metric, value]) => `          - { type: ${metric}, value: ${figure(value)} }`,
    ),
    '---',
  ].join('\n');
}

function taskSentence({ config: { task, style } }: ModelLineage): string {
  if (style === 'unsupervised')
    return `Sorts texts into groups of like meaning, without a label${task.kind === 'classification' ? `; \`${task.label_field}\` was only used to judge it` : ''}.`;
  if (task.kind === 'classification')
    return `Predicts \`${task.label_field}\` (${task.classes.length} classes) from the text of ${task.unit === 'utterance' ? 'an utterance' : 'a conversation'}.`;
  if (task.kind === 'preference') return `Ranks answers by what \`${task.label_field}\` says of answers.`;
  return 'Embeds turns of a conversation so that a turn lies close to the turn that follows it.';
}

function trainingSentence({ config, selection, outcome }: ModelLineage): string {
  const reasons = selection.ranking.find(({ style }) => style === config.style)?.reasons ?? [];
  const chosen =
    selection.chosen_by === 'caller'
      ? 'chosen by the caller'
      : `ranked first of eight (confidence ${figure(selection.confidence)})`;
  const cost = `${outcome.steps} steps, ${outcome.parameter_count} parameters, ${figure(outcome.training_seconds)} s, at most ${Math.round(outcome.rss_mb_max)} MiB`;
  const resumed = outcome.resumed_from_step === null ? '' : `, resumed from step ${outcome.resumed_from_step}`;
  return [
    `Style \`${config.style}\`, ${chosen}; ${cost}${resumed}; seed ${config.seed}.`,
    ...(outcome.search
      ? [
          `Settings: the best of ${outcome.search.trials.length} that were tried, judged on the validation split by the main figure: ${outcome.search.trials.map(({ score }) => figure(score)).join(', ')}.`,
        ]
      : []),
    ...(reasons.length > 0 ? [`Why this style: ${reasons.join('; ')}.`] : []),
  ].join('\n\n');
}
