import { type LineageNode, lineageChart, lineChart } from '../../charts/charts.ts';
import {
  formatBytes,
  formatCount,
  formatScore,
  formatSeconds,
  numbersOf,
  toTitle,
  toWords,
} from '../../charts/figures.ts';
import { html, type Markup } from '../../charts/html.ts';
import type { Task } from '../../contracts/training.ts';
import { bars, disclose, facts, figure, type Results, section, table } from './elements.ts';

/** What was chosen, trained and left behind: sections are null while there is nothing to tell. */

function whatIsLearned(task: Task): Markup {
  switch (task.kind) {
    case 'classification': {
      const of = task.unit === 'utterance' ? 'each utterance' : 'a record';
      return html`the label <code>${task.label_field}</code> of ${of}, ${formatCount(task.classes.length)} classes`;
    }
    case 'preference':
      return html`which answer is preferred, by the label <code>${task.label_field}</code>`;
    case 'next_turn':
      return html`the next turn of a conversation`;
  }
}

export function styleSection({ selection, config }: Results): Markup | null {
  if (selection === null) return null;
  const { task } = selection;
  return section(
    'style',
    'Training style',
    html`<p><strong>${toTitle(selection.selected_style)}</strong>, chosen by ${selection.chosen_by === 'caller' ? 'the caller' : 'the ranking'}, to learn ${whatIsLearned(task)}.</p>${bars(
      selection.ranking.map(({ style, score, eligible, available }) => ({
        label: toWords(style),
        value: score,
        note: !eligible ? 'does not fit' : available ? formatScore(score) : 'no trainer',
        isMain: style === selection.selected_style,
      })),
      { title: 'How well each style fits', max: 1 },
    )}${disclose(
      'Reasons',
      table(
        ['Style', 'Reasons'],
        selection.ranking.map(({ style, reasons }) => [toWords(style), reasons.join('; ')]),
        'Why each style fits or does not',
      ),
    )}${
      config &&
      disclose(
        'Settings',
        table(
          ['Setting', 'Value'],
          [...Object.entries(config.settings), ['seed', config.seed] as const].map(([name, value]) => [
            toWords(name),
            typeof value === 'object' ? JSON.stringify(value) : String(value),
          ]),
          'Settings of the training, complete',
        ),
      )
    }`,
  );
}

export function trainingSection({ training }: Results): Markup | null {
  if (training === null) return null;
  const curve = (Array.isArray(training.loss_curve) ? training.loss_curve : []) as { step: number; loss: number }[];
  const resumed = training.resumed_from_step as number | null;
  return section(
    'training',
    'Training',
    html`${facts([
      ['Steps', formatCount(training.steps as number)],
      ['Time', formatSeconds(training.training_seconds as number)],
      ['Final loss', formatScore(training.loss_final as number | null)],
      ['Parameters', formatCount(training.parameter_count as number)],
      ['Memory at most', `${formatCount(training.rss_mb_max as number)} MiB`],
      ['Resumed from step', resumed === null ? 'not resumed' : formatCount(resumed)],
      ...numbersOf(training.counts).map(([name, count]) => [toTitle(name), formatCount(count)] as const),
    ])}${
      curve.length > 1 &&
      figure(
        lineChart(
          curve.map(({ step, loss }) => ({ x: step, y: loss })),
          { title: 'Loss of training', x: 'step', y: 'loss' },
        ),
        'Loss of training by step',
      )
    }`,
  );
}

export function lineageSection(results: Results): Markup | null {
  const { preprocessing, standardization, selection, evaluation, model_id } = results;
  if (preprocessing === null) return null;
  const source = preprocessing.source as { file: string; sha256: string };
  const records = (count: unknown) => `${formatCount(count as number)} records`;
  const columns: LineageNode[][] = [
    [{ kind: 'file', name: source.file, note: `SHA-256 ${source.sha256.slice(0, 12)}…` }],
    [
      {
        kind: 'ingested',
        name: records(preprocessing.record_count),
        note: `${formatCount(preprocessing.rejected_count as number)} rejected`,
      },
    ],
    [{ kind: 'preprocessed', name: records(preprocessing.processed_record_count), note: 'masked, cleaned, unique' }],
  ];
  const split = standardization?.split as Record<'train' | 'validation' | 'test', number> | undefined;
  if (standardization && split) {
    columns.push(
      [{ kind: 'standardized', name: records(standardization.standardized_record_count), note: 'ChatML' }],
      (['train', 'validation', 'test'] as const).map((name) => ({ kind: 'split', name, note: records(split[name]) })),
    );
    const model: LineageNode[] = [];
    if (model_id)
      model.push({ kind: 'model', name: model_id, note: toWords(selection?.selected_style ?? ''), from: [0, 1] });
    if (evaluation)
      model.push({
        kind: 'evaluation',
        name: `${toWords(evaluation.primary_metric)} ${formatScore(evaluation.scores[evaluation.primary_metric])}`,
        note: `${formatCount(evaluation.example_count)} held-out examples`,
        from: [2],
      });
    if (model.length > 0) columns.push(model);
  }
  return section(
    'lineage',
    'Lineage',
    html`<figure class="wide sideways" tabindex="0" role="group" aria-label="Lineage">${lineageChart(columns)}</figure>`,
  );
}

export function artifactsSection(
  { artifacts, model_id, execution_id }: Results,
  { served }: { served: boolean },
): Markup | null {
  if (artifacts.length === 0) return null;
  return section(
    'artifacts',
    'Artifacts',
    html`${model_id && html`<p>Model <code>${model_id}</code>; paths are below the data folder of the pipeline.</p>`}${table(
      ['Name', 'Size', 'SHA-256', 'Path'],
      artifacts.map(({ name, byte_count, sha256, uri }) => [
        served ? html`<a href="/api/training/${execution_id}/artifacts/${name}" download>${name}</a>` : name,
        html`<span class="nowrap">${formatBytes(byte_count)}</span>`,
        html`<code>${sha256}</code>`,
        html`<code>${uri}</code>`,
      ]),
      'Files the run has made',
    )}`,
  );
}
