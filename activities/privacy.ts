import { createHash } from 'node:crypto';
import { createKeyed, type Keyed } from '../analysis/deidentify/keyed.ts';
import type { RecordSet } from '../contracts/artifacts.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { ReviewSpan, Withdrawal } from '../plugins/state-kinds.ts';
import type { Dependencies } from './define.ts';
import { readRecords } from './records-io.ts';

export const keyedOf = (deps: Pick<Dependencies, 'pseudonymKey'>): Keyed => createKeyed(deps.pseudonymKey);

/** How a subject's or a record's own id stands in the state. */
export const codeOf = (keyed: Keyed, kind: Withdrawal['kind'], id: string): string =>
  keyed.code(`withdrawn ${kind}`, id, 32);

/** The ids a record can be withdrawn by. The reader adds `#` and the index to a record's own id. */
export function idsOf({ record_id, group_id, source }: Pick<ConversationRecord, 'record_id' | 'group_id' | 'source'>) {
  const own = record_id.endsWith(`#${source.index}`) ? record_id.slice(0, -`#${source.index}`.length) : record_id;
  return { subject: [group_id, own], record: [record_id, own] };
}

/** Whether a record is among the withdrawn ones. Without withdrawals nothing is computed. */
export function createWithdrawalFilter(keyed: Keyed, withdrawals: readonly Withdrawal[]) {
  const codes = { subject: new Set<string>(), record: new Set<string>() };
  for (const { kind, code } of withdrawals) codes[kind].add(code);
  return (record: ConversationRecord): boolean => {
    const ids = idsOf(record);
    return (['subject', 'record'] as const).some(
      (kind) => codes[kind].size > 0 && ids[kind].some((id) => codes[kind].has(codeOf(keyed, kind, id))),
    );
  };
}

/** Names a set of withdrawals: part of the keys of outputs, so that nothing withdrawn is served from the store. */
export function digestOf(withdrawals: readonly Withdrawal[]): string | null {
  if (withdrawals.length === 0) return null;
  return sha256(
    withdrawals
      .map(({ kind, code }) => `${kind} ${code}`)
      .sort()
      .join('\n'),
  );
}

/** The decisions on doubtful spans, in a form that can be part of a key. */
export function digestOfDecisions(spans: readonly ReviewSpan[]): string | null {
  const decided = spans
    .filter(({ status }) => status !== 'waiting')
    .map(({ span_id, status }) => `${span_id} ${status}`);
  return decided.length === 0 ? null : sha256(decided.sort().join('\n'));
}

/** A span's name follows from where it stands, so a second run finds the decisions of the first. */
export function spanId(
  recordsSha256: string,
  place: Omit<
    ReviewSpan,
    'span_id' | 'run_id' | 'status' | 'decided_by' | 'decided_at' | 'confidence' | 'records_sha256'
  >,
) {
  const { record_index, message_index, start, end, identifier } = place;
  return sha256([recordsSha256, record_index, message_index, start, end, identifier].join(' ')).slice(0, 32);
}

/** The file that records were read from; null where there are none. */
export async function fileOf(deps: Pick<Dependencies, 'storage'>, records: RecordSet): Promise<string | null> {
  for await (const record of readRecords(deps.storage, records)) return record.source.file;
  return null;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
