import { type ConsentRefusal, refusalOf } from '../../analysis/consent.ts';
import { validate } from '../../analysis/validate.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Finding } from '../../contracts/dataset.ts';
import { defineActivity } from '../define.ts';
import { refuse } from '../refuse.ts';

type Input = Parameters<PipelineActivities['validateDataset']>[0];

/**
 * Holds the measured values against the rules of the category. Under strict safety a broken rule stops the run; without
 * verified consent clinical and therapeutic data stops at every level.
 */
export const validateDataset = defineActivity<Input, { findings: Finding[]; approval_reason: string | null }>({
  name: 'validateDataset',
  version: 3,
  keyOf({ profile, categorization, consent, safety_level, context }, deps) {
    // Here and not in run: an attestation is audited for every run, also where the findings come from the store.
    if (consent !== null) {
      const { verified_by, verified_at, reference, scopes, document_version, expires_at } = consent;
      deps.state.audit({
        at: new Date(deps.clock()).toISOString(),
        action: 'consent_attested',
        by: verified_by,
        run_id: context.execution_id,
        detail: { reference, verified_at, scopes, document_version, expires_at },
      });
    }
    const consent_refusal = consent === null ? null : refusalOf(consent, deps.clock());
    return { profile, categorization, consent, consent_refusal, safety_level };
  },
  async run({ profile, categorization, consent, safety_level }, _deps, io) {
    const { consent_refusal } = io.keyed as { consent_refusal: ConsentRefusal | null };
    const findings = validate({ profile, categorization, consent, consent_refusal, safety_level });
    refuse(findings);
    const doubtful = safety_level === 'strict' && categorization.uncertain;
    return {
      findings,
      approval_reason: doubtful
        ? 'the category is uncertain and safety is strict: a person has to look before training'
        : null,
    };
  },
});
