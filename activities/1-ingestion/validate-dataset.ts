import { contractFindings } from '../../analysis/data-contract.ts';
import { computeMetadata } from '../../analysis/metadata.ts';
import { recommend } from '../../analysis/recommend.ts';
import { styleFacts } from '../../analysis/style-facts.ts';
import { validate } from '../../analysis/validate.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Finding } from '../../contracts/dataset.ts';
import type { Claim, DatasetMetadata, Recommendations } from '../../contracts/metadata.ts';
import { STYLES } from '../../contracts/training.ts';
import { defineActivity } from '../define.ts';
import { refuse } from '../refuse.ts';

type Input = Parameters<PipelineActivities['validateDataset']>[0];
interface Output {
  findings: Finding[];
  approval_reason: string | null;
  metadata: DatasetMetadata;
  recommendations: Recommendations;
}

/**
 * Puts the metadata together and holds the measured values against the rules of the category and the data contract. Under
 * strict safety a broken rule stops the run. What it recommends decides nothing.
 */
export const validateDataset = defineActivity<Input, Output>({
  name: 'validateDataset',
  version: 3,
  keyOf: ({ context: _context, ...rest }) => rest,
  async run({ profile, categorization, consent, safety_level, source, contract, claims, request }, deps) {
    const facts = styleFacts({ profile, categorization, safety_level, ...request });
    const assessments = STYLES.map((style) => deps.assessStyle(style, facts));
    const recommendations = recommend({ profile, categorization, assessments });
    const metadata = computeMetadata({
      identity: {
        name: request.dataset_name ?? null,
        description: request.dataset_description ?? null,
        created_at: null,
        updated_at: null,
        created_by: null,
      },
      source,
      profile,
      categorization,
      bias: null,
      recommendations,
      claims: consent ? [...claims, consentClaim(consent)] : claims,
    });
    const findings = [
      ...validate({ profile, categorization, consent, safety_level, metadata }),
      ...(contract ? contractFindings(contract, safety_level) : []),
    ];
    refuse(findings);
    const doubtful = safety_level === 'strict' && categorization.uncertain;
    return {
      findings,
      approval_reason: doubtful
        ? 'the category is uncertain and safety is strict: a person has to look before training'
        : null,
      metadata,
      recommendations,
    };
  },
});

function consentClaim({ status, verified_by, reference }: NonNullable<Input['consent']>): Claim {
  return { field: 'consent_status', value: status, by: verified_by, at: null, reference };
}
