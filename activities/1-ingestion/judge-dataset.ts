import { type ConsentRefusal, refusalOf } from '../../analysis/consent.ts';
import { computeMetadata } from '../../analysis/metadata.ts';
import { recommend } from '../../analysis/recommend.ts';
import { styleFacts } from '../../analysis/style-facts.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Finding } from '../../contracts/dataset.ts';
import type { Claim, DatasetMetadata, Recommendations } from '../../contracts/metadata.ts';
import { STYLES, type StyleAssessment } from '../../contracts/training.ts';
import type { Dependencies } from '../define.ts';
import { holdAgainstRules } from '../validation.ts';

type Input = Omit<Parameters<PipelineActivities['validateDataset']>[0], 'context'>;

/** What a consent of the request is worth at a time. */
export const consentRefusal = (consent: Input['consent'], at: number): ConsentRefusal | null =>
  consent === null ? null : refusalOf(consent, at);

/** What is known of a dataset after ingestion: its metadata, the rules it breaks, and what is recommended. Refuses nothing. */
export async function judgeDataset(
  { records, profile, categorization, consent, safety_level, source, contract, claims, request }: Input,
  {
    assessStyle,
    clock,
    trainer,
    ...parts
  }: Pick<Dependencies, 'assessStyle' | 'clock' | 'trainer' | 'validations' | 'storage'>,
): Promise<{
  findings: Finding[];
  metadata: DatasetMetadata;
  recommendations: Recommendations;
  assessments: StyleAssessment[];
}> {
  const facts = styleFacts({ profile, categorization, safety_level, ...request });
  const assessments = STYLES.map((style) => ({
    ...assessStyle(style, facts),
    available: trainer.styles.includes(style),
  }));
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
  const consent_refusal = consentRefusal(consent, clock());
  const findings = await holdAgainstRules(
    { at: 'dataset_ingestion', profile, categorization, metadata, safety_level, consent, consent_refusal, contract },
    records ?? null,
    parts,
  );
  return { findings, metadata, recommendations, assessments };
}

function consentClaim({ status, verified_by, reference }: NonNullable<Input['consent']>): Claim {
  return { field: 'consent_status', value: status, by: verified_by, at: null, reference };
}
