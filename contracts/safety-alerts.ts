import { z } from 'zod';
import type { CleanOutput, DeidentifyOutput } from './activities.ts';
import type { Finding } from './dataset.ts';

/** What a stage found that bears on people's safety while it went on. A gate that stops the stage is an error beside it. */
export const SAFETY_KINDS = [
  'crisis_content',
  'consent',
  'residual_identifiers',
  'privacy_override',
  'fairness',
] as const;

export const SafetyAlertSchema = z.object({
  kind: z.enum(SAFETY_KINDS),
  message: z.string().describe('What was measured, in figures; never text of the data'),
  remedy: z.string(),
  facts: z.record(z.string(), z.unknown()).optional().describe('Figures for programs'),
});
export type SafetyAlert = z.infer<typeof SafetyAlertSchema>;

/** Rules of findings that protect people. `anonymised` is none: the data is read before de-identification. */
const RULES: readonly (readonly [prefix: string, kind: SafetyAlert['kind']])[] = [
  ['crisis', 'crisis_content'],
  ['consent', 'consent'],
  ['fairness', 'fairness'],
];

/** The findings a person should hear of: those that were only noted (`info`) are left to the report. */
export function alertsOfFindings(findings: readonly Finding[]): SafetyAlert[] {
  return findings.flatMap(({ rule, severity, measured, limit, message, remedy }) => {
    const kind = RULES.find(([prefix]) => rule.startsWith(prefix))?.[1];
    if (kind === undefined || severity === 'info') return [];
    return [{ kind, message, remedy, facts: { rule, severity, measured, limit } }];
  });
}

const DONE_WITH = { keep: 'kept as they are', tag: 'tagged', route: 'set apart', drop: 'left out' } as const;

/** What preprocessing found. Reports are missing in the history of a run from before there were any. */
export function alertsOfPreprocessing(
  deidentified: Partial<Pick<DeidentifyOutput, 'report'>>,
  cleaned: Partial<Pick<CleanOutput, 'report'>>,
): SafetyAlert[] {
  const alerts: SafetyAlert[] = [];
  const crisis = cleaned.report?.crisis;
  if (crisis && crisis.record_count > 0) {
    const { record_count, policy, by_type } = crisis;
    alerts.push({
      kind: 'crisis_content',
      message: `${record_count} records with crisis content were ${DONE_WITH[policy]}`,
      remedy: 'have a clinician review them; crisis_policy says what is done with such records',
      facts: { record_count, policy, by_type },
    });
  }
  const failed = (deidentified.report?.residual ?? []).filter(({ outcome }) => outcome === 'fail');
  if (failed.length > 0) {
    const classes = failed.map(({ safe_harbor }) => safe_harbor);
    alerts.push({
      kind: 'residual_identifiers',
      message: `identifiers may be left in the data: Safe Harbor ${classes.length === 1 ? 'class' : 'classes'} ${classes.join(', ')} past the limit`,
      remedy: 'raise privacy_level, or decide the waiting spans; safety_requirements strict stops the run here',
      facts: {
        residual: failed.map(({ safe_harbor, planted, survived, limit }) => ({
          safe_harbor,
          planted,
          survived,
          limit,
        })),
      },
    });
  }
  const report = deidentified.report;
  if (report?.override) {
    alerts.push({
      kind: 'privacy_override',
      message: `privacy level ${report.privacy_level} is under ${report.least_level ?? 'what the category demands'}, by an override`,
      remedy: 'the audit trail holds who decided it and why',
      facts: { privacy_level: report.privacy_level, least_level: report.least_level },
    });
  }
  return alerts;
}
