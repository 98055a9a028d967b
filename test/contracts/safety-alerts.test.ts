import { describe, expect, it } from 'vitest';
import type { CleaningReport } from '../../contracts/cleaning.ts';
import type { Finding } from '../../contracts/dataset.ts';
import type { DeidentificationReport } from '../../contracts/deidentification.ts';
import { eventsBetween } from '../../contracts/events-between.ts';
import { alertsOfFindings, alertsOfPreprocessing, SafetyAlertSchema } from '../../contracts/safety-alerts.ts';
import { stateOf } from '../support/run-states.ts';

const finding = (change: Partial<Finding>): Finding => ({
  ...{ rule: 'crisis_content', severity: 'warning', measured: 0.2, limit: 0.1 },
  ...{ message: '20 % of the records', remedy: 'look' },
  ...change,
});
const cleaned = (record_count: number): { report: CleaningReport } => ({
  report: {
    crisis: { policy: 'drop', record_count, by_type: { suicidal_ideation: record_count }, routed: null },
    ...{ templatedness: null, modality: null, findings: [] },
  },
});
const deidentified = (
  outcome: 'pass' | 'fail' | 'cannot_tell',
  override: DeidentificationReport['override'] = null,
) => ({
  report: {
    ...{ privacy_level: 'basic', least_level: 'maximum', override },
    residual: [
      {
        ...{ safe_harbor: 'A', description: 'names', planted: 200, survived: 90, rate: 0.45 },
        ...{ interval_95: [0.38, 0.52], limit: 0.17, outcome },
      },
    ],
  } as unknown as DeidentificationReport,
});

describe('safety alerts', () => {
  it('findings that protect people are alerts, unless they were only noted; others are none', () => {
    const findings = [
      finding({}),
      finding({ rule: 'fairness_bias_limit' }),
      finding({ rule: 'consent', severity: 'error' }),
      finding({ rule: 'crisis_content', severity: 'info' }),
      finding({ rule: 'quality' }),
    ];
    expect(alertsOfFindings(findings).map(({ kind }) => kind)).toEqual(['crisis_content', 'fairness', 'consent']);
  });

  it('records with crisis content are told in number and with what was done', () => {
    expect(alertsOfPreprocessing(deidentified('pass'), cleaned(0))).toEqual([]);
    expect(alertsOfPreprocessing(deidentified('cannot_tell'), cleaned(3))).toMatchObject([
      { kind: 'crisis_content', message: '3 records with crisis content were left out', facts: { record_count: 3 } },
    ]);
  });

  it('identifiers that may be left, and a level under the least one, are told; who decided it is not', () => {
    const by = { role: 'officer', reason: 'a small study', by: 'someone' };
    const alerts = alertsOfPreprocessing(deidentified('fail', by), {});
    expect(alerts.map(({ kind }) => kind)).toEqual(['residual_identifiers', 'privacy_override']);
    expect(JSON.stringify(alerts)).not.toContain('someone');
    for (const alert of alerts) expect(SafetyAlertSchema.parse(alert)).toEqual(alert);
  });

  it('a run from before there were reports has none', () => {
    expect(alertsOfPreprocessing({}, {})).toEqual([]);
  });

  it('a watcher is told each once, and again where it changed', () => {
    const [first] = alertsOfPreprocessing({}, cleaned(3));
    const [second] = alertsOfPreprocessing({}, cleaned(4));
    if (!first || !second) throw new Error('no alerts');
    const at = (safety_alerts?: (typeof first)[]) =>
      stateOf({}, [{ status: 'running', attempt: 1, ...(safety_alerts && { safety_alerts }) }]);
    const told = eventsBetween(at(), at([first])).filter(({ type }) => type === 'safety_alert');
    expect(told).toEqual([{ type: 'safety_alert', data: { stage: 'dataset_ingestion', type: null, ...first } }]);
    expect(eventsBetween(at([first]), at([first]))).toEqual([]);
    expect(eventsBetween(at([first]), at([second]))).toHaveLength(1);
  });
});
