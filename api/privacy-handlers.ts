import { consentImpact, withdrawConsent } from '../activities/consent.ts';
import { decideReviewSpan, listReviewSpans } from '../activities/review.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { OperationName } from '../contracts/operations.ts';
import type { PRIVACY_OPERATIONS } from '../contracts/operations-privacy.ts';
import type { Handlers } from './handlers.ts';
import type { Registry } from './model-handlers.ts';
import type { Runs } from './runs.ts';
import { readSamples } from './samples.ts';

type PrivacyHandlers = Pick<Handlers, Extract<OperationName, keyof typeof PRIVACY_OPERATIONS>>;

/** Handlers of consent, review, samples and the audit trail. They run here and not as workflows: history would keep the ids of subjects. */
export function createPrivacyHandlers(parts: {
  runs: Pick<Runs, 'results'>;
  registry: Registry;
  clock: () => number;
}): PrivacyHandlers {
  const { state, storage, pseudonymKey, results } = parts.registry;
  const given = { state, storage, pseudonymKey, results, clock: parts.clock };
  /** Reading is audited too: who is behind the one token of the gateway, it cannot tell. */
  const auditLook = (action: string, detail: Record<string, unknown>) =>
    state.audit({
      at: new Date(parts.clock()).toISOString(),
      action,
      by: 'caller of the gateway',
      run_id: null,
      detail,
    });
  return {
    withdrawConsent: (request) => withdrawConsent(request, given),

    async consentImpact(wanted) {
      const impact = await consentImpact(wanted, given);
      const { kind, dataset = null } = wanted;
      auditLook('consent_impact_shown', { kind, dataset, runs: impact.runs.length });
      return impact;
    },

    async samples({ execution_id, limit }) {
      const results = await parts.runs.results(execution_id);
      if (state.runBlockedBy(execution_id) !== null) {
        throw new PipelineError('ModelBlocked', `run ${execution_id} is blocked: consent for records was withdrawn`);
      }
      const read = await readSamples(results, { storage, limit });
      auditLook('samples_shown', { execution_id, shown: read.samples.length });
      return read;
    },

    async reviews({ execution_id, status, limit }) {
      const listed = await listReviewSpans(
        { limit, ...(execution_id !== undefined && { run_id: execution_id }), ...(status && { status }) },
        given,
      );
      // A context is what a person wrote, if masked: that it was shown is on record.
      const shown = listed.spans.filter(({ context }) => context !== null).length;
      if (shown > 0) auditLook('review_contexts_shown', { execution_id: execution_id ?? null, shown });
      return listed;
    },

    decideReview: async (decision) => decideReviewSpan(decision, given),

    async audit({ limit }) {
      const entries = state.auditEntries();
      return { total: entries.length, entries: entries.slice(-limit).reverse() };
    },

    async verifyAudit({ head }) {
      const check = state.checkAudit(head);
      return { intact: check.broken === null, ...check };
    },
  };
}
