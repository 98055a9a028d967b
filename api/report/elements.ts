import { type Bar, barChart } from '../../charts/charts.ts';
import { html, type Markup, type Value } from '../../charts/html.ts';
import type { OperationOutput } from '../../contracts/operations.ts';

export type Results = OperationOutput<'results'>;

export function section(id: string, title: string, body: Markup): Markup {
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;
}

/** Facts as a list of terms. What is not known says so. */
export function facts(rows: readonly (readonly [string, Value])[]): Markup {
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function table(head: readonly string[], rows: readonly (readonly Value[])[], caption: string): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** Details that are folded away at first. */
export function disclose(title: string, body: Markup): Markup {
  return html`<details id="more-${title.toLowerCase().replaceAll(' ', '-')}"><summary>${title}</summary>${body}</details>`;
}

/** A chart and what it shows. */
export function figure(chart: Markup, caption: string): Markup {
  return html`<figure>${chart}<figcaption>${caption}</figcaption></figure>`;
}

/** Bars under their title. */
export function bars(list: readonly Bar[], words: { title: string; max?: number }): Markup {
  return figure(barChart(list, words), words.title);
}
