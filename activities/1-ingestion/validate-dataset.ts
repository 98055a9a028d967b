import type { PipelineActivities } from '../../contracts/activities.ts';
import { defineActivity } from '../define.ts';
import { refuse } from '../refuse.ts';
import { validationsKey } from '../validation.ts';
import { consentRefusal, judgeDataset } from './judge-dataset.ts';

type Input = Parameters<PipelineActivities['validateDataset']>[0];
type Output = Omit<Awaited<ReturnType<PipelineActivities['validateDataset']>>, 'cached'>;

/**
 * Puts the metadata together and holds the measured values against the rules of the category and the data contract. Under
 * strict safety a broken rule stops the run; without verified consent clinical and therapeutic data stops at every level.
 * What it recommends decides nothing.
 */
export const validateDataset = defineActivity<Input, Output>({
  name: 'validateDataset',
  version: 7,
  keyOf({ context, ...rest }, deps) {
    const { consent } = rest;
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
    return { ...rest, consent_refusal: consentRefusal(consent, deps.clock()), rules: validationsKey(deps) };
  },
  async run(input, deps) {
    const { assessments: _, ...judged } = await judgeDataset(input, deps);
    refuse(judged.findings);
    const doubtful = input.safety_level === 'strict' && input.categorization.uncertain;
    return {
      ...judged,
      approval_reason: doubtful
        ? 'the category is uncertain and safety is strict: a person has to look before training'
        : null,
    };
  },
});
