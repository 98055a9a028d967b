import type { Finding } from '../contracts/dataset.ts';
import { type ErrorType, PipelineError } from '../contracts/errors.ts';

/** Throws where a finding is an error: the gate that its rule belongs to says no. All errors are listed. */
export function refuse(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (!first) return;
  const messages = errors.map((finding) => `${finding.message}; ${finding.remedy}`);
  throw new PipelineError(gateOf(first.rule), messages.join('. '), {
    facts: { findings: errors.map(({ rule, measured, limit }) => ({ rule, measured, limit })) },
  });
}

function gateOf(rule: string): ErrorType {
  if (rule.startsWith('consent')) return 'ConsentMissing';
  if (rule.startsWith('fairness')) return 'BiasGateFailed';
  if (rule.startsWith('anonym') || rule.startsWith('privacy')) return 'PrivacyGateFailed';
  return 'QualityGateFailed';
}
