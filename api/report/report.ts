import { html, type Markup } from '../../charts/html.ts';
import { biasSection, datasetSection, gatesSection, privacySection } from './data-sections.ts';
import type { Results } from './elements.ts';
import { evaluationSection } from './evaluation.ts';
import { artifactsSection, lineageSection, styleSection, trainingSection } from './model-sections.ts';

/**
 * The report of a run: what every stage has found and made so far. Sections without results yet are left
 * out. `served`: on a page of the gateway, which has the files too.
 */
export function reportOf(results: Results, { served }: { served: boolean }): Markup {
  const sections = [
    datasetSection(results),
    privacySection(results),
    gatesSection(results),
    biasSection(results),
    styleSection(results),
    trainingSection(results),
    evaluationSection(results),
    lineageSection(results),
    artifactsSection(results, { served }),
  ].filter((section) => section !== null);
  if (sections.length === 0) return html`<p class="quiet">Nothing was measured yet.</p>`;
  return html`${sections}`;
}
