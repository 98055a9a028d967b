import type { ConsentRefusal } from '../analysis/consent.ts';
import type { ContractReport } from '../contracts/data-contract.ts';
import type {
  BiasReport,
  Categorization,
  Category,
  DatasetProfile,
  Finding,
  SafetyLevel,
} from '../contracts/dataset.ts';
import type { DatasetMetadata } from '../contracts/metadata.ts';
import type { ConversationRecord } from '../contracts/records.ts';

/** What is known of a dataset when rules are held: after ingestion, and once more when bias was measured. */
export type ValidationFacts = { categorization: Categorization; safety_level: SafetyLevel } & (
  | {
      at: 'dataset_ingestion';
      profile: DatasetProfile;
      metadata: DatasetMetadata;
      consent: { status: string; verified_by: string } | null;
      /** Why the consent does not count at this time. */
      consent_refusal: ConsentRefusal | null;
      /** Breaches of the caller's data contract; null where none was given. */
      contract: ContractReport | null;
    }
  | { at: 'bias_detection'; report: BiasReport }
);

/** Rules that a dataset is held against. */
export interface ValidationPlugin {
  readonly id: string;
  /** Part of the key of the findings: raise it when the same dataset would give others. */
  readonly version: string;
  /** The categories it applies to; null for all. */
  readonly categories: readonly Category[] | null;
  /**
   * What breaks the rules; nothing where they are kept. A finding of severity `error` stops the run. `sample` gives so many
   * records, spread over the dataset, always the same. Findings never hold text of records.
   */
  check(
    facts: ValidationFacts,
    sample: (size: number) => AsyncIterable<ConversationRecord>,
  ): Promise<readonly Finding[]>;
}
