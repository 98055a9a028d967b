import { refusalOf } from '../../analysis/consent.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { Withdrawal } from '../../plugins/state-kinds.ts';
import type { Dependencies } from '../define.ts';
import { createWithdrawalFilter, keyedOf } from '../privacy.ts';
import type { OpenDataset } from './open-dataset.ts';

export type ConsentFilter = ReturnType<typeof createConsentFilter>;

/** Withdrawals that concern a dataset: those of its own name and of each of its files. */
export function withdrawalsOf(dataset: Pick<OpenDataset, 'name' | 'files'>, deps: Dependencies): Withdrawal[] {
  const names = new Set([dataset.name, ...dataset.files.map(({ name }) => name)]);
  const found = [...names].flatMap((name) => deps.state.withdrawals(name));
  return [...new Map(found.map((withdrawal) => [`${withdrawal.kind} ${withdrawal.code}`, withdrawal])).values()];
}

/**
 * Leaves out records whose consent was withdrawn, is declined or expired, or does not cover training, and counts them by
 * reason. The days on which consents end are kept: an output made before such a day is not served after it.
 */
export function createConsentFilter(dataset: OpenDataset, deps: Dependencies) {
  const withdrawals = withdrawalsOf(dataset, deps);
  const isWithdrawn = createWithdrawalFilter(keyedOf(deps), withdrawals);
  const excluded: Record<string, number> = {};
  const expiries = new Set<string>();
  return {
    admits(record: ConversationRecord): boolean {
      const { consent } = record;
      if (consent?.expires_at !== undefined) expiries.add(consent.expires_at);
      const refusal = isWithdrawn(record) ? 'consent_withdrawn' : consent ? refusalOf(consent, deps.clock()) : null;
      if (refusal === null) return true;
      excluded[refusal] = (excluded[refusal] ?? 0) + 1;
      return false;
    },
    /** Throws ConsentMissing where consent left nothing over. */
    end(sha256: string, admittedCount: number): { excluded_counts?: Record<string, number> } {
      if (expiries.size > 0) deps.state.noteExpiries(sha256, [...expiries]);
      const count = Object.values(excluded).reduce((sum, each) => sum + each, 0);
      if (count === 0) return {};
      if (admittedCount > 0) return { excluded_counts: excluded };
      throw new PipelineError(
        'ConsentMissing',
        `none of the ${count} records of ${dataset.name} may be trained on: their consent was withdrawn, is declined or expired, or does not cover training`,
        { facts: { excluded } },
      );
    },
  };
}
