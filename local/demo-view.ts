import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import type { z } from 'zod';
import type { ResultsSchema } from '../contracts/operations.ts';
import type { RunState, StageState } from '../contracts/run.ts';

/** Draws the stages in place on a terminal; elsewhere writes a line for every change. */
export function createProgressView(out: WriteStream) {
  let drawn = 0;
  const told = new Map<string, string>();
  return {
    show(state: RunState): void {
      if (out.isTTY) {
        const lines = [...state.stages.map(stageLine), totalLine(state)];
        out.write(`${drawn > 0 ? `\x1b[${drawn}A` : ''}${lines.map((line) => `\x1b[2K${line}`).join('\n')}\n`);
        drawn = lines.length;
        return;
      }
      for (const stage of state.stages) {
        const line = `${stage.stage_id} ${stage.status}${stage.cached ? ' (cached)' : ''}`;
        if (stage.status !== 'pending' && told.get(stage.stage_id) !== line) out.write(`${line}\n`);
        told.set(stage.stage_id, line);
      }
    },
  };
}

function stageLine(stage: StageState): string {
  const width = 24;
  const full = Math.round((width * stage.progress) / 100);
  const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
  const note = stage.cached ? 'cached' : (stage.error?.type ?? stage.message ?? '');
  return `${stage.name.padEnd(26)} ${bar} ${String(stage.progress).padStart(3)} %  ${stage.status.padEnd(11)} ${note}`.slice(
    0,
    118,
  );
}

function totalLine(state: RunState): string {
  const eta = state.estimated_completion ? `, done about ${state.estimated_completion.slice(11, 19)} UTC` : '';
  return `${state.status}, ${state.progress} %${eta}`;
}

const figure = (value: number | null | undefined) => (value == null ? '–' : value.toFixed(3));

/** What a person wants to know at the end: the metrics beside the baselines, and where everything lies. */
export function formatResults(state: RunState, results: z.infer<typeof ResultsSchema>, dataDir: string): string {
  const lines = ['', `run ${state.execution_id}: ${state.status}`];
  if (state.status === 'failed' || state.status === 'timed_out') {
    lines.push(`  ${state.failure.type}: ${state.failure.message}`, `  remedy: ${state.failure.remedy}`);
  }
  const { categorization, preprocessing, standardization, bias, selection, evaluation } = results;
  if (categorization) {
    const doubt = categorization.uncertain ? ', uncertain' : '';
    lines.push(`category         ${categorization.category} (confidence ${figure(categorization.confidence)}${doubt})`);
  }
  if (preprocessing) {
    lines.push(
      `records          ${preprocessing.record_count} read, ${preprocessing.rejected_count} rejected, ${preprocessing.processed_record_count} kept`,
    );
    lines.push(`changed          ${listCounts(preprocessing.counts as Record<string, number>)}`);
  }
  if (bias)
    lines.push(
      `fairness         ${bias.fairness_score.value === null ? `not known: ${bias.fairness_score.reason}` : figure(bias.fairness_score.value)}`,
    );
  if (standardization) {
    const split = standardization.split as Record<string, number>;
    lines.push(
      `split            ${Object.entries(split)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ')}`,
    );
  }
  if (selection) {
    const task =
      selection.task.kind === 'classification'
        ? `${selection.task.label_field}, ${selection.task.classes.length} classes`
        : selection.task.kind.replaceAll('_', ' ');
    lines.push(`style            ${selection.selected_style} (${task})`);
  }
  if (evaluation) {
    const columns = Object.entries({ model: evaluation.scores, ...evaluation.baselines });
    const metrics = Object.keys(evaluation.scores);
    lines.push('', `on ${evaluation.example_count} held-out examples`);
    if (metrics.length > 0) lines.push(['', ...columns.map(([name]) => name)].map((text, i) => pad(text, i)).join(''));
    else
      for (const [metric, reason] of Object.entries(evaluation.unmeasured))
        lines.push(`${metric} not measured: ${reason}`);
    for (const metric of metrics)
      lines.push(
        [metric, ...columns.map(([, scores]) => figure(scores[metric]))].map((text, i) => pad(text, i)).join(''),
      );
    const gain = evaluation.gain_over_baseline;
    if (gain)
      lines.push(
        `gain in ${evaluation.primary_metric} over ${gain.baseline}: ${figure(gain.value)} (95 % interval ${gain.interval_95.map(figure).join(' to ')})`,
      );
  }
  if (results.findings.length > 0) {
    lines.push('', ...results.findings.map((finding) => `${finding.severity}: ${finding.message}`));
  }
  if (results.model_path) {
    lines.push('', `model            ${results.model_id}`, 'artifacts');
    for (const { uri, byte_count } of results.artifacts) lines.push(`  ${join(dataDir, uri)} (${byte_count} bytes)`);
  }
  return lines.join('\n');
}

const pad = (text: string, column: number) => (column === 0 ? text.padEnd(17) : text.slice(0, 18).padStart(20));
const listCounts = (counts: Record<string, number>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name.replaceAll('_', ' ')} ${count}`)
    .join(', ') || 'nothing';
