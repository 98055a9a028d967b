import {
  formatCount,
  formatInstant,
  formatScore,
  formatSeconds,
  secondsBetween,
  toTitle,
  toWords,
} from '../../charts/figures.ts';
import { html, type Markup } from '../../charts/html.ts';
import { refusalOf } from '../../contracts/control.ts';
import type { ControlCommand, RunState, StageState } from '../../contracts/run.ts';
import { STAGES } from '../../contracts/stages.ts';
import { isTerminalRun } from '../../contracts/transitions.ts';
import type { Results } from './elements.ts';

export interface View {
  readonly state: RunState;
  readonly now: string;
  readonly temporalUiUrl: string | null;
}

/** Where a run is: status, progress, stages, and a button for everything that can be done with it right now. */
export function runView(view: View): Markup {
  const { state, now, temporalUiUrl } = view;
  const { execution_id, status, progress } = state;
  const seconds = secondsBetween(state.start_time, state.end_time ?? now);
  return html`<section class="card" aria-labelledby="title"><div class="head"><h1 id="title" tabindex="-1">${nameOf(state)}</h1><span class="badge ${status}" id="status">${toWords(status)}</span></div>
<div class="meta"><span>Run <code>${execution_id}</code></span><span>Started ${time(state.start_time)}</span><span>${state.end_time ? 'Took' : 'For'} ${formatSeconds(seconds)}</span>${
    state.rerun_of !== null &&
    html`<span>Rerun of <a href="/runs/${state.rerun_of}">${state.rerun_of.slice(0, 8)}…</a></span>`
  }${temporalUiUrl !== null && html`<span><a href="${temporalUiUrl}" rel="noreferrer">Temporal UI</a></span>`}</div>
<div class="overall"><progress class="${status}" max="100" value="${progress}" aria-label="Progress of the run">${progress} %</progress><strong>${progress} %</strong><p>${whenDone(state)}</p></div>
${callout(state)}${actions(runActions(state))}</section>
<section class="card" aria-labelledby="stages-title"><h2 id="stages-title">Stages</h2><ol class="stages">${state.stages.map((stage) => stageRow(view, stage))}</ol>${state.stages.length === 0 && html`<p class="quiet">${state.message}</p>`}</section>`;
}

export const nameOf = ({ dataset_name, execution_id }: RunState) => dataset_name ?? `Run ${execution_id.slice(0, 8)}`;

export const time = (instant: string) => html`<time datetime="${instant}">${formatInstant(instant)}</time>`;

function whenDone({
  status,
  end_time,
  estimated_completion,
  estimated_completion_interval: interval,
}: RunState): Markup {
  if (end_time !== null) return html`Ended ${time(end_time)}`;
  if (status !== 'running') return html`Waiting`;
  if (estimated_completion === null) return html`No estimate yet: it is measured while the model trains`;
  const clock = (instant: string) => instant.slice(11, 19);
  const range = interval && html` (between ${clock(interval[0])} and ${clock(interval[1])})`;
  return html`Done about <time datetime="${estimated_completion}">${clock(estimated_completion)} UTC</time>${range}`;
}

function callout(state: RunState): Markup | null {
  if ('failure' in state) {
    const { type, message, remedy } = state.failure;
    return html`<div class="callout failed" role="alert"><p><strong>${type}</strong>: ${message}</p><p>${remedy}</p></div>`;
  }
  if ('exit_evidence' in state) {
    const { gone, observed_at } = state.exit_evidence;
    return html`<div class="callout"><p>${gone ? html`The run was cancelled; its trainer was seen to be gone at ${time(observed_at)}.` : 'The run was cancelled; its trainer was not seen to be gone.'}</p></div>`;
  }
  if (state.status === 'running' || state.end_time !== null) return null;
  const what: Partial<Record<RunState['waiting_for'], string>> = {
    operator: 'A stage needs a decision: retry it, or cancel the run.',
    approval: 'The model is not trained before a person approves.',
    resume: 'The run is paused.',
    trainer_exit: 'The run is being cancelled: it waits until the trainer is seen to be gone.',
  };
  const detail = state.waiting_for === 'operator' ? '' : state.message;
  return html`<div class="callout"><p><strong>${what[state.waiting_for] ?? toTitle(state.status)}</strong></p>${detail !== '' && html`<p>${toTitle(detail)}</p>`}</div>`;
}

interface Action {
  readonly id: string;
  readonly label: string;
  readonly method: 'POST' | 'DELETE';
  readonly url: string;
  readonly kind?: 'main' | 'danger';
  readonly question?: string;
  readonly explanation?: string;
  readonly reason?: 'optional' | 'required';
  /** True where settings to change are asked for. */
  readonly settings?: boolean;
  /** True where the answer is another run, which the page goes to. */
  readonly goes?: boolean;
}

function actions(list: readonly Action[]): Markup | null {
  if (list.length === 0) return null;
  return html`<div class="actions">${list.map(
    ({ id, label, method, url, kind, question, explanation, reason, settings, goes }) =>
      html`<button type="button" id="${id}" class="${kind}" data-method="${method}" data-url="${url}" data-question="${question}" data-explanation="${explanation}" data-reason="${reason}" data-settings="${settings === true && 'yes'}" data-goes="${goes === true && 'yes'}">${label}</button>`,
  )}</div>`;
}

/** The commands that the run would take now, judged by the same rules as the run judges them by. */
function runActions(state: RunState): Action[] {
  const base = `/api/training/${state.execution_id}`;
  const by = 'run page';
  const may = (command: ControlCommand) => refusalOf(state, command) === null;
  if (isTerminalRun(state.status)) {
    const explanation = 'A new run of the same dataset and settings. Finished stages are reused.';
    return [
      {
        id: 'rerun',
        label: 'Run again',
        method: 'POST',
        url: `${base}/rerun`,
        question: 'Run again?',
        explanation,
        goes: true,
      },
    ];
  }
  const list: Action[] = [];
  if (may({ action: 'approve', by }))
    list.push({ id: 'approve', label: 'Approve training', method: 'POST', url: `${base}/approve`, kind: 'main' });
  if (may({ action: 'resume', by }))
    list.push({ id: 'resume', label: 'Resume', method: 'POST', url: `${base}/resume`, kind: 'main' });
  if (may({ action: 'pause', by })) list.push({ id: 'pause', label: 'Pause', method: 'POST', url: `${base}/pause` });
  if (state.status !== 'cancelling')
    list.push({
      id: 'cancel',
      label: 'Cancel run',
      method: 'DELETE',
      url: base,
      kind: 'danger',
      question: 'Cancel this run?',
      explanation:
        'The trainer is stopped and partial outputs are removed. Finished stages can be reused by another run.',
      reason: 'optional',
    });
  return list;
}

function stageActions(state: RunState, { stage_id, status, name }: StageState): Action[] {
  const base = `/api/training/${state.execution_id}/stages/${stage_id}`;
  const by = 'run page';
  const may = (command: ControlCommand) => refusalOf(state, command) === null;
  const stuck = status === 'needs_attention' || status === 'backing_off';
  const list: Action[] = [];
  if (may({ action: 'retry_stage', stage: stage_id, by }))
    list.push({
      id: `retry-${stage_id}`,
      label: stuck ? 'Retry stage' : 'Restart stage',
      method: 'POST',
      url: `${base}/retry`,
      ...(stuck
        ? { kind: 'main' as const }
        : {
            question: `Restart ${name.toLowerCase()}?`,
            explanation: 'The attempt at work is stopped and a new one starts.',
          }),
    });
  if (status === 'needs_attention')
    list.push({
      id: `change-${stage_id}`,
      label: 'Retry with other settings',
      method: 'POST',
      url: `${base}/retry`,
      question: `Retry ${name.toLowerCase()} with other settings?`,
      explanation: 'What is named here is changed for this stage and those after it; the rest stays as it was.',
      settings: true,
    });
  if (may({ action: 'skip_stage', stage: stage_id, reason: 'asked', by }) && status !== 'pending')
    list.push({
      id: `skip-${stage_id}`,
      label: 'Skip stage',
      method: 'POST',
      url: `${base}/skip`,
      question: `Skip ${name.toLowerCase()}?`,
      explanation: 'The run goes on without it. The reason is kept with the run.',
      reason: 'required',
    });
  return list;
}

const SIGNS: Record<StageState['status'], string> = {
  pending: '',
  running: '▸',
  backing_off: '↻',
  paused: '‖',
  needs_attention: '!',
  completed: '✓',
  skipped: '–',
  cancelled: '×',
  failed: '×',
};

function stageRow({ state, now }: View, stage: StageState): Markup {
  const { stage_id, name, status, progress, attempt, error } = stage;
  const summary = STAGES.find(({ id }) => id === stage_id)?.summary ?? '';
  const seconds = secondsBetween(stage.started_at, stage.ended_at ?? state.end_time ?? now);
  const notes = [
    status === 'completed' || status === 'pending' ? null : toWords(status),
    stage.cached ? 'from the store' : null,
    attempt > 1 ? `attempt ${attempt}` : null,
    stage.activity,
    error === null ? stage.message || null : null,
    stage.stalled ? 'no progress for a while' : null,
    stage.unreachable_since === null ? null : 'the trainer does not answer',
    stage.skip ? `skipped by ${stage.skip.by}: ${stage.skip.reason}` : null,
  ].filter((note) => note !== null);
  const isQuiet = status === 'completed' || status === 'pending';
  return html`<li id="stage-${stage_id}"><span class="sign badge ${status}" aria-hidden="true">${SIGNS[status]}</span><div><span class="name">${name}</span><p>${isQuiet ? [summary, ...notes].join(' · ') : summary}</p></div><div class="bar-cell"><progress class="${status}" max="100" value="${progress}" aria-label="${name}: ${toWords(status)}">${progress} %</progress><span>${progress} %</span></div><span class="time">${stage.started_at !== null && formatSeconds(seconds)}</span>${
    !isQuiet && notes.length > 0 && html`<p class="more wide">${notes.join(' · ')}</p>`
  }${error !== null && html`<div class="callout wide ${status === 'failed' && 'failed'}"><p><strong>${error.type}</strong>: ${error.message}</p><p>${error.remedy}</p></div>`}${alertList(stage)}${wrapped(actions(stageActions(state, stage)))}</li>`;
}

/** What the stage found that bears on the safety of people. */
function alertList({ safety_alerts = [] }: StageState): Markup | null {
  if (safety_alerts.length === 0) return null;
  return html`<ul class="alerts wide">${safety_alerts.map(
    ({ message, remedy }) =>
      html`<li><span class="badge warning">safety</span> ${message}; <span class="quiet">${remedy}</span></li>`,
  )}</ul>`;
}

const wrapped = (content: Markup | null) => content && html`<div class="wide">${content}</div>`;

/** The figures a person looks for first. */
export function tiles({ evaluation, preprocessing, categorization, selection, bias }: Results): Markup | null {
  const list: [string, string, string][] = [];
  if (evaluation) {
    const value = evaluation.scores[evaluation.primary_metric];
    const gain = evaluation.gain_over_baseline;
    const best = gain && evaluation.baselines[gain.baseline]?.[evaluation.primary_metric];
    const under = gain ? `${toWords(gain.baseline)} ${formatScore(best)}` : 'no baseline';
    list.push([`${toTitle(evaluation.primary_metric)} on held-out data`, formatScore(value), under]);
  }
  if (preprocessing) {
    const kept = preprocessing.processed_record_count as number;
    list.push(['Records kept', formatCount(kept), `of ${formatCount(preprocessing.record_count as number)} read`]);
  }
  if (categorization)
    list.push(['Category', toTitle(categorization.category), `confidence ${formatScore(categorization.confidence)}`]);
  if (selection)
    list.push([
      'Training style',
      toTitle(selection.selected_style),
      `chosen by ${selection.chosen_by === 'caller' ? 'the caller' : 'the ranking'}`,
    ]);
  if (bias)
    list.push([
      'Fairness',
      formatScore(bias.fairness_score.value),
      bias.fairness_score.value === null ? 'not known' : '1 is all groups alike',
    ]);
  if (list.length === 0) return null;
  return html`<dl class="tiles">${list.map(([term, figure, under]) => html`<div><dt>${term}</dt><dd class="figure">${figure}</dd><dd class="under">${under}</dd></div>`)}</dl>`;
}
