import { z } from 'zod';
import { Sha256Schema } from './artifacts.ts';

export const CONSENT_SCOPES = ['research', 'training', 'analytics', 'publication'] as const;
export const CONSENT_STATUSES = ['unknown', 'given', 'verified', 'declined', 'expired', 'withdrawn'] as const;

const Day = z.iso.datetime({ offset: true }).or(z.iso.date());
const facts = {
  scopes: z
    .array(z.enum(CONSENT_SCOPES))
    .min(1)
    .optional()
    .describe('What was consented to; where it is given it has to name training. Left out: all of it'),
  document_version: z.string().min(1).max(200).optional().describe('Version of the consent document that was signed'),
  given_at: Day.optional(),
  expires_at: Day.optional().describe('From then on the consent does not count'),
  withdrawn_at: Day.optional(),
};

/** What a record says of consent, where its source has columns for it. */
export const ConsentFactsSchema = z.object({
  status: z.enum(CONSENT_STATUSES),
  ...facts,
  by: z.string().optional().describe('Who gave it, as the source names the role: never a name'),
});
export type ConsentFacts = z.infer<typeof ConsentFactsSchema>;

/** The attestation of a caller: this is what makes the consent of a dataset verified. */
export const ConsentClaimSchema = z.strictObject({
  status: z.literal('verified'),
  verified_by: z
    .string()
    .min(1)
    .max(200)
    .describe('Who checked the consent: a role or an account, kept in the audit trail'),
  verified_at: Day.optional().describe('When it was checked; left out, the audit trail has the time of the run'),
  reference: z.string().min(1).max(500).describe('Where the consent is on file, such as a document number'),
  ...facts,
});
export type ConsentClaim = z.infer<typeof ConsentClaimSchema>;

export const WithdrawalRequestSchema = z
  .strictObject({
    kind: z.enum(['subject', 'record']).describe('subject: every record of a person; record: one record'),
    id: z.string().min(1).max(500).describe("The source's own id of the subject or record; kept as a keyed code only"),
    dataset: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe(
        'File name of the dataset; left out, every dataset. A record needs one: record ids repeat between files',
      ),
    reason: z.string().min(1).max(1000),
    by: z.string().min(1).max(200).describe('Who records the withdrawal: kept in the audit trail'),
  })
  .refine(({ kind, dataset }) => kind === 'subject' || dataset !== undefined, {
    message: 'dataset is needed to withdraw a record',
    path: ['dataset'],
  })
  .meta({ anyOf: [{ properties: { kind: { const: 'subject' } } }, { required: ['dataset'] }] });
export type WithdrawalRequest = z.infer<typeof WithdrawalRequestSchema>;

/** Everything that was made with the data of a subject or record. */
export const ConsentImpactSchema = z.object({
  datasets: z.array(z.object({ file: z.string(), records_sha256: Sha256Schema, matching_records: z.int().positive() })),
  outputs: z.array(
    z.object({
      key: Sha256Schema,
      activity: z.string(),
      blocked: z.boolean().describe('True where it is no longer served from the store'),
      uris: z.array(z.string()).describe('Stored files of the output'),
    }),
  ),
  runs: z.array(z.string()).describe('Execution ids of the runs that used the data; a rerun leaves it out'),
  models: z.array(z.object({ model_id: z.string(), status: z.enum(['in_use', 'blocked']) })),
  jobs: z.array(z.string()).describe('Folders of training jobs with checkpoints of these runs'),
});
export type ConsentImpact = z.infer<typeof ConsentImpactSchema>;

export const WithdrawalReceiptSchema = z.object({
  receipt_id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(['subject', 'record']),
  code: z.string().describe('Keyed code of the id: the same id gives the same code'),
  dataset: z.string().nullable(),
  by: z.string(),
  reason: z.string(),
  impact: ConsentImpactSchema,
});
export type WithdrawalReceipt = z.infer<typeof WithdrawalReceiptSchema>;

export const ReviewSpanViewSchema = z.object({
  span_id: z.string(),
  records_sha256: Sha256Schema,
  run_id: z.string(),
  record_index: z.int().nonnegative(),
  message_index: z.int().nonnegative(),
  start: z.int().nonnegative(),
  end: z.int().positive(),
  identifier: z.string(),
  confidence: z.number(),
  status: z.enum(['waiting', 'accepted', 'rejected']),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  context: z
    .string()
    .nullable()
    .describe(
      'Up to 30 characters either side. The span shows its shape only (Xxxx, 999), other identifiers their kind; null where the records are gone',
    ),
});
export type ReviewSpanView = z.infer<typeof ReviewSpanViewSchema>;
