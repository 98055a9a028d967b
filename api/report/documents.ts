import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { formatInstant, formatSeconds, secondsBetween, toTitle, toWords } from '../../charts/figures.ts';
import { html, Markup } from '../../charts/html.ts';
import type { OperationOutput, Problem } from '../../contracts/operations.ts';
import { isTerminalRun, RUN_STATUSES } from '../../contracts/transitions.ts';
import { type Results, table } from './elements.ts';
import { reportOf } from './report.ts';
import { nameOf, runView, tiles, time, type View } from './run-view.ts';

const asset = (name: string) => readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');
export const STYLE = asset('run-page.css');
export const SCRIPT = asset('run-page.js');

/** Where the style and the script are served: by their content, so that a page never meets those of another version. */
const digest = (text: string) => createHash('sha256').update(text).digest();
export const STYLE_PATH = `/assets/run-page-${digest(STYLE).toString('hex').slice(0, 12)}.css`;
export const SCRIPT_PATH = `/assets/run-page-${digest(SCRIPT).toString('hex').slice(0, 12)}.js`;

/** What a page may load: its own style and script, answers of this gateway, and nothing from anywhere else. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/** A saved report loads nothing; its one style is inside it. */
export const REPORT_POLICY = `default-src 'none'; style-src 'sha256-${digest(STYLE).toString('base64')}'; base-uri 'none'; form-action 'none'`;

const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%224%22 fill=%22%232f5fd0%22/%3E%3Cpath d=%22M4 11l3-4 2 2 3-5%22 fill=%22none%22 stroke=%22white%22 stroke-width=%221.8%22/%3E%3C/svg%3E';

function page(title: string, body: Markup, { head, here }: { head?: Markup; here?: 'runs' } = {}): string {
  return `<!doctype html>\n${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="icon" href="${ICON}"><link rel="stylesheet" href="${STYLE_PATH}">${head}</head><body><a class="skip-link" href="#main">To the content</a><header class="top"><div><a class="product" href="/runs">Dataset Training Pipeline</a><nav aria-label="Pages"><a href="/runs"${here === 'runs' && html` aria-current="page"`}>Runs</a><a href="/docs">API</a></nav></div></header>${body}</body></html>`}\n`;
}

/** One run, live. Without script it can be read, and an open one reloads itself. */
export function runDocument(view: View, results: Results): string {
  const { state } = view;
  const ended = isTerminalRun(state.status);
  const reloads = html`<noscript><meta http-equiv="refresh" content="10"></noscript>`;
  const body = html`<main id="main" data-execution-id="${state.execution_id}"><div id="run">${runView(view)}</div><p id="outcome" role="status"></p><p id="spoken" class="unseen" aria-live="polite"></p>
<noscript><p class="quiet">The buttons of this page need JavaScript; everything they do is also in the <a href="/docs">API</a>.</p></noscript>
<div id="report">${reportPart(results, { downloads: ended && `/runs/${state.execution_id}/report.html` })}</div>
<section class="card" id="log-card" aria-labelledby="log-title" hidden><h2 id="log-title">Events</h2><ol id="log" class="log" tabindex="0" aria-labelledby="log-title"></ol></section>
<dialog id="ask" aria-labelledby="ask-title"><form method="dialog"><h2 id="ask-title"></h2><p></p><label>Reason <input name="reason" maxlength="1000" autocomplete="off"></label><label>Settings as JSON <textarea name="settings" rows="3" spellcheck="false" placeholder="${'{"dataset_path": "mended.jsonl"}'}"></textarea></label><menu><button type="submit" value="no" formnovalidate>Back</button><button type="submit" value="yes" class="main">Yes</button></menu></form></dialog></main><script src="${SCRIPT_PATH}" defer></script>`;
  return page(titleOf(view), body, ended ? {} : { head: reloads });
}

const titleOf = ({ state }: View) =>
  `${nameOf(state)} · ${toWords(state.status)}${state.end_time === null ? ` ${state.progress} %` : ''}`;

function reportPart(results: Results, { downloads }: { downloads: string | false }): Markup {
  const link = downloads !== false && html`<a class="button" href="${downloads}" download>Save report</a>`;
  return html`<div class="report-head"><h2>Report</h2>${link}</div>${tiles(results)}${reportOf(results, { served: true })}`;
}

/** The report of a run as one file that needs nothing else: to keep, to send, to print. */
export function savedReport({ state, now }: Pick<View, 'state' | 'now'>, results: Results): string {
  const { execution_id, status, start_time, end_time } = state;
  const failure = 'failure' in state ? state.failure : null;
  const seconds = secondsBetween(start_time, end_time);
  return `<!doctype html>\n${html`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${nameOf(state)} · report</title><style>${new Markup(STYLE)}</style></head><body><header class="top"><div><span class="product">Dataset Training Pipeline</span></div></header><main><section class="card"><div class="head"><h1>${nameOf(state)}</h1><span class="badge ${status}">${toWords(status)}</span></div><div class="meta"><span>Run <code>${execution_id}</code></span><span>Started ${time(start_time)}</span>${end_time !== null && html`<span>Ended ${time(end_time)}</span><span>Took ${formatSeconds(seconds)}</span>`}${end_time === null && html`<span>As of ${time(now)}: the run has not ended</span>`}</div>${failure && html`<div class="callout failed"><p><strong>${failure.type}</strong>: ${failure.message}</p><p>${failure.remedy}</p></div>`}</section>${tiles(results)}${reportOf(results, { served: false })}</main></body></html>`}\n`;
}

type Listed = OperationOutput<'list'>;

/** The runs, newest first. */
export function listDocument(
  { executions, total }: Pick<Listed, 'executions' | 'total'>,
  { status }: { status: string | undefined },
): string {
  const filters = [undefined, ...RUN_STATUSES].map(
    (each) =>
      html`<a class="button" href="/runs${each && `?status=${each}`}"${each === status && html` aria-current="page"`}>${each ? toTitle(each) : 'All'}</a>`,
  );
  const rows = executions.map((run) => [
    html`<a href="/runs/${run.execution_id}">${run.dataset_name ?? 'Run'}</a> <code class="quiet nowrap" title="${run.execution_id}">${run.execution_id.slice(0, 8)}</code>`,
    html`<span class="badge ${run.status}">${toWords(run.status)}</span>`,
    isTerminalRun(run.status) || run.current_stage === null ? '' : toWords(run.current_stage),
    run.category && toWords(run.category),
    html`<span class="nowrap">${formatInstant(run.start_time)}</span>`,
    html`<span class="nowrap">${formatSeconds(secondsBetween(run.start_time, run.end_time))}</span>`,
  ]);
  const body = html`<main id="main"><div class="report-head"><h1>Runs</h1><span class="quiet">${total === executions.length ? `${total} in all` : `the newest ${executions.length} of ${total}`}</span></div><nav class="filters" aria-label="Runs by status">${filters}</nav><section class="card">${
    rows.length === 0
      ? html`<p class="quiet">There is no such run. Start one with <code>npm run -s pipeline -- run PATH</code> or <code>POST /api/training/execute</code>.</p>`
      : table(['Run', 'Status', 'Stage', 'Category', 'Started', 'Took'], rows, 'Runs, newest first')
  }</section></main>`;
  return page('Runs', body, { here: 'runs' });
}

/** An error as a person reads it. What may pass by itself is tried again. */
export function problemDocument({ title, detail, remedy, status, request_id }: Problem): string {
  const again = status === 503 && html`<meta http-equiv="refresh" content="5">`;
  return page(
    title,
    html`<main id="main"><section class="card"><div class="head"><h1>${title}</h1><span class="badge error">${status}</span></div><div class="callout failed"><p>${detail}</p><p>${remedy}</p></div><div class="meta"><span>Request <code>${request_id}</code></span><a href="/runs">All runs</a></div></section></main>`,
    again ? { head: again } : {},
  );
}
