import {
  formatBytes,
  formatCount,
  formatScore,
  formatShare,
  formatValue,
  numbersOf,
  toTitle,
  toWords,
  UNKNOWN,
} from '../../charts/figures.ts';
import { html, type Markup, type Value } from '../../charts/html.ts';
import type { Measure } from '../../contracts/dataset.ts';
import { type DeidentificationReport, DeidentificationReportSchema } from '../../contracts/deidentification.ts';
import { bars, disclose, facts, type Results, section, table } from './elements.ts';

/** What is known of the data: sections are null while nothing was measured for them. */

export function datasetSection({ categorization, preprocessing }: Results): Markup | null {
  if (preprocessing === null && categorization === null) return null;
  const source = (preprocessing?.source ?? {}) as Partial<Record<string, string | number>>;
  const rejected = (preprocessing?.rejected_first ?? []) as {
    position?: { line?: number | null; index?: number };
    reason?: string;
  }[];
  const read = preprocessing?.record_count as number | undefined;
  return section(
    'dataset',
    'Dataset',
    html`${
      preprocessing &&
      facts([
        ['File', source.file],
        ['Format', source.format],
        ['Size', formatBytes(Number(source.byte_count))],
        ['Records read', formatCount(read)],
        ['Rejected', formatCount(preprocessing.rejected_count as number)],
        ['Kept after preprocessing', formatCount(preprocessing.processed_record_count as number)],
        ['SHA-256', html`<code>${source.sha256}</code>`],
      ])
    }${
      categorization &&
      html`<h3>Category</h3><p>This is <strong>${toWords(categorization.category)}</strong> data, with confidence ${formatScore(categorization.confidence)}${categorization.uncertain ? ', which is uncertain' : ''}; read from ${formatCount(categorization.sampled_records)} sampled records.</p>${bars(
        Object.entries(categorization.category_scores)
          .toSorted(([, a], [, b]) => b - a)
          .map(([label, value]) => ({ label: toWords(label), value, isMain: label === categorization.category })),
        { title: 'Score of each category', max: 1 },
      )}${disclose(
        'Evidence',
        table(
          ['Signal', 'Weight', 'Share of records'],
          categorization.evidence.map(({ signal, weight, share_of_records }) => [
            signal,
            formatScore(weight),
            formatShare(share_of_records),
          ]),
          'What spoke for the categories',
        ),
      )}`
    }${
      rejected.length > 0 &&
      disclose(
        'Rejected lines',
        table(
          ['Line', 'Reason'],
          rejected.map(({ position, reason }) => [position?.line ?? `record ${position?.index ?? UNKNOWN}`, reason]),
          'The first rejected lines',
        ),
      )
    }`,
  );
}

/** What is done with an identifier: the start of the names that count it. */
const TREATED = /^(?:masked|renamed|coded|shifted|generalised|dropped)_/;

export function privacySection({ preprocessing }: Results): Markup | null {
  if (preprocessing === null) return null;
  const counts = numbersOf(preprocessing.counts);
  const treated = counts.filter(([name]) => TREATED.test(name));
  const others = counts.filter(([name]) => !TREATED.test(name));
  const found = treated.filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a);
  const report = DeidentificationReportSchema.safeParse(preprocessing.privacy).data;
  return section(
    'privacy',
    'Privacy and cleaning',
    html`${report && html`<p>Identifiers are treated at level <strong>${report.privacy_level}</strong>${report.override && html`, under the least level of the category by decision of ${report.override.by}`}.</p>`}<div class="pair">${
      treated.length === 0
        ? html`<p>No identifiers were treated: none were looked for, or none were found.</p>`
        : found.length === 0
          ? html`<p>No identifiers of the kinds that are looked for were found.</p>`
          : bars(
              found.map(([name, value]) => ({ label: toWords(name), value, note: formatCount(value) })),
              { title: 'Identifiers treated, by kind' },
            )
    }${table(
      ['Step', 'Records'],
      [
        ...others.map(([name, count]) => [toTitle(name), formatCount(count)]),
        ['Quarantined', formatCount(preprocessing.quarantined_count as number)],
      ],
      'What preprocessing did',
    )}</div>${report && residualTable(report)}`,
  );
}

const OUTCOME_BADGES = {
  pass: html`<span class="badge ok">passed</span>`,
  fail: html`<span class="badge warning">failed</span>`,
  cannot_tell: html`<span class="badge info">cannot tell</span>`,
};

/** How many invented identifiers, put into copies of the run's own messages, the detector let through. */
function residualTable({ residual }: DeidentificationReport): Markup {
  return disclose(
    'What identifiers would survive',
    table(
      ['Class', 'Planted', 'Survived', 'Rate, 95 % interval', 'Limit', 'Outcome'],
      residual.map(({ safe_harbor, description, planted, survived, rate, interval_95, limit, outcome }) => [
        `${safe_harbor} ${description}`,
        formatCount(planted),
        formatCount(survived),
        rate === null || interval_95 === null
          ? UNKNOWN
          : `${formatShare(rate)} (${formatShare(interval_95[0])} to ${formatShare(interval_95[1])})`,
        formatShare(limit),
        OUTCOME_BADGES[outcome],
      ]),
      'Residual identifiers by class of 45 CFR 164.514(b)(2)(i)',
    ),
  );
}

const SEVERITY_WORDS = { error: 'stops the run', warning: 'warning', info: 'note' } as const;

const unbroken = (text: string) => html`<span class="nowrap">${text}</span>`;

/** The worst class says it: one past its limit, else one that could not be told. */
function residualGate(preprocessing: Results['preprocessing']): Value[][] {
  const residual = DeidentificationReportSchema.safeParse(preprocessing?.privacy).data?.residual ?? [];
  const worst = (['fail', 'cannot_tell', 'pass'] as const).find((wanted) =>
    residual.some(({ outcome }) => outcome === wanted),
  );
  if (worst === undefined) return [];
  const classes = residual.filter(({ outcome }) => outcome === worst);
  const bounds = classes.flatMap(({ interval_95, limit }) => (interval_95 ? [{ bound: interval_95[1], limit }] : []));
  const far = bounds.toSorted((a, b) => b.bound - b.limit - (a.bound - a.limit))[0];
  const named = classes.map(({ safe_harbor }) => safe_harbor).join(', ');
  return [
    [
      'Identifiers left',
      OUTCOME_BADGES[worst],
      far ? unbroken(formatShare(far.bound)) : UNKNOWN,
      far ? unbroken(formatShare(far.limit)) : UNKNOWN,
      `Share of planted identifiers that survive, upper bound; ${worst === 'pass' ? 'all classes' : `classes ${named}`} of 45 CFR 164.514`,
    ],
  ];
}

export function gatesSection({ findings, evaluation, standardization, preprocessing }: Results): Markup | null {
  if (standardization === null && findings.length === 0 && evaluation === null) return null;
  const rows: Value[][] = findings.map(({ rule, severity, measured, limit, message, remedy }) => [
    toTitle(rule),
    html`<span class="badge ${severity}">${SEVERITY_WORDS[severity]}</span>`,
    formatValue(measured),
    formatValue(limit),
    html`${message} <span class="quiet">${remedy}</span>`,
  ]);
  rows.push(...residualGate(preprocessing));
  const leaked = standardization?.leaked_record_count;
  if (typeof leaked === 'number') {
    const status =
      leaked === 0 ? html`<span class="badge ok">passed</span>` : html`<span class="badge error">leak</span>`;
    rows.push([
      'Split without leaks',
      status,
      formatCount(leaked),
      '0',
      'Records of which another split holds the text, nearly the same one, or the subject',
    ]);
  }
  if (evaluation?.gain_over_baseline) {
    const { baseline, value, interval_95 } = evaluation.gain_over_baseline;
    const better = evaluation.better_than_baseline;
    rows.push([
      'Better than the baseline',
      better ? html`<span class="badge ok">passed</span>` : html`<span class="badge warning">not shown</span>`,
      formatScore(value),
      '0',
      `Gain in ${toWords(evaluation.primary_metric)} over ${toWords(baseline)}; 95 % interval ${interval_95.map(formatScore).join(' to ')}`,
    ]);
  }
  if (rows.length === 0) return null;
  return section(
    'gates',
    'Gates',
    table(['Rule', 'Outcome', 'Measured', 'Limit', 'Meaning'], rows, 'Every rule that was measured or broken'),
  );
}

const measure = ({ value, reason }: Measure): Value =>
  value === null ? html`<span class="quiet" title="${reason}">not known</span>` : formatScore(value);

export function biasSection({ bias }: Results): Markup | null {
  if (bias === null) return null;
  const { value, reason } = bias.fairness_score;
  const mentioned = bias.dimensions.filter(({ records_with_mention }) => records_with_mention > 0);
  return section(
    'bias',
    'Bias',
    html`<p>${value === null ? html`Fairness is not known: ${reason}.` : html`Fairness <strong>${formatScore(value)}</strong> of 1, from ${formatCount(bias.record_count)} records.`}</p>${
      mentioned.length === 0
        ? html`<p class="quiet">No record mentions a demographic group.</p>`
        : table(
            ['Dimension', 'Records with a mention', 'Groups', 'Balance', 'Label parity'],
            mentioned.map(({ dimension, record_counts, records_with_mention, balance, label_parity }) => [
              toTitle(dimension),
              formatCount(records_with_mention),
              Object.entries(record_counts)
                .toSorted(([, a], [, b]) => b - a)
                .map(([group, count]) => `${toWords(group)} ${formatCount(count)}`)
                .join(', '),
              measure(balance),
              measure(label_parity),
            ]),
            'Mentions of demographic groups',
          )
    }${bias.indicators.length > 0 && html`<ul>${bias.indicators.map((text) => html`<li>${text}</li>`)}</ul>`}`,
  );
}
