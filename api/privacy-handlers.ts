import { consentImpact, withdrawConsent } from '../activities/consent.ts';
import { decideReviewSpan, listReviewSpans } from '../activities/review.ts';
import type { OperationName } from '../contracts/operations.ts';
import type { PRIVACY_OPERATIONS } from '../contracts/operations-privacy.ts';
import type { Handlers } from './handlers.ts';
import type { Registry } from './model-handlers.ts';

type PrivacyHandlers = Pick<Handlers, Extract<OperationName, keyof typeof PRIVACY_OPERATIONS>>;

/** Handlers of consent and review. They run here and not as workflows: history would keep the ids of subjects. */
export function createPrivacyHandlers(parts: { registry: Registry; clock: () => number }): PrivacyHandlers {
  const { state, storage, pseudonymKey } = parts.registry;
  const given = { state, storage, pseudonymKey, clock: parts.clock };
  return {
    withdrawConsent: (request) => withdrawConsent(request, given),

    consentImpact: (wanted) => consentImpact(wanted, given),

    reviews: ({ execution_id, status, limit }) =>
      listReviewSpans(
        { limit, ...(execution_id !== undefined && { run_id: execution_id }), ...(status && { status }) },
        given,
      ),

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
