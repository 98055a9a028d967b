import { detectIdentifiers } from '../analysis/deidentify/detect.ts';
import { maskedContext } from '../analysis/deidentify/masked-context.ts';
import { repairEncoding } from '../analysis/encoding.ts';
import { repeatNames } from '../analysis/identifiers/repeat.ts';
import type { IngestOutput } from '../contracts/activities.ts';
import type { RecordSet } from '../contracts/artifacts.ts';
import type { ReviewSpanView } from '../contracts/consent.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { ReviewSpan } from '../plugins/state-kinds.ts';
import type { Dependencies } from './define.ts';
import { readRecords } from './records-io.ts';

type Parts = Pick<Dependencies, 'state' | 'storage' | 'clock'>;

const LISTED_MAX = 200;

/**
 * Doubtful spans with their masked context. The context is made when it is asked for, from the ingested records: the
 * queue itself keeps positions only, so no text of a person lies in the state.
 */
export async function listReviewSpans(
  wanted: { run_id?: string; records_sha256?: string; status?: ReviewSpan['status']; limit?: number },
  { state, storage }: Parts,
): Promise<{ total: number; spans: ReviewSpanView[] }> {
  const { limit = LISTED_MAX, ...filter } = wanted;
  const found = state.reviewSpans(filter);
  const listed = found.slice(0, Math.min(limit, LISTED_MAX));
  const contexts = new Map<string, string>();
  const sets = new Map(
    state.outputsOf('ingestDataset').map(({ output }) => {
      const { records } = output as IngestOutput;
      return [records.sha256, records] as const;
    }),
  );
  for (const sha256 of new Set(listed.map((span) => span.records_sha256))) {
    const records = sets.get(sha256);
    const wantedHere = listed.filter((span) => span.records_sha256 === sha256);
    if (records !== undefined && (await isThere(records, storage)))
      await addContexts(records, wantedHere, storage, contexts);
  }
  return {
    total: found.length,
    spans: listed.map((span) => ({ ...span, context: contexts.get(span.span_id) ?? null })),
  };
}

/**
 * Accepts a span as an identifier, or rejects it. The next attempt of the stage follows it; strict runs wait until none
 * is left waiting. Errors: SpanNotFound.
 */
export function decideReviewSpan(
  { span_id, decision, by }: { span_id: string; decision: 'accept' | 'reject'; by: string },
  { state, clock }: Pick<Parts, 'state' | 'clock'>,
): { span_id: string; status: 'accepted' | 'rejected' } {
  const status = decision === 'accept' ? 'accepted' : 'rejected';
  const at = new Date(clock()).toISOString();
  if (!state.decideReview({ span_id, status, by, at })) {
    throw new PipelineError('SpanNotFound', `${span_id} names no span of the review queue`);
  }
  state.audit({ at, action: 'review_span', by, run_id: null, detail: { span_id, status } });
  return { span_id, status };
}

async function addContexts(
  records: RecordSet,
  spans: readonly ReviewSpan[],
  storage: Parts['storage'],
  contexts: Map<string, string>,
): Promise<void> {
  const byRecord = Map.groupBy(spans, (span) => span.record_index);
  for await (const record of readRecords(storage, records)) {
    const here = byRecord.get(record.source.index);
    if (here === undefined) continue;
    for (const [id, context] of contextsOf(record, here)) contexts.set(id, context);
    byRecord.delete(record.source.index);
    if (byRecord.size === 0) return;
  }
}

function contextsOf(record: ConversationRecord, spans: readonly ReviewSpan[]): [string, string][] {
  const texts = record.messages.map(({ content }) => repairEncoding(content));
  const detected = repeatNames(texts, texts.map(detectIdentifiers));
  return spans.map((span) => [
    span.span_id,
    maskedContext(texts[span.message_index] ?? '', span, detected[span.message_index] ?? []),
  ]);
}

async function isThere(records: RecordSet, storage: Parts['storage']): Promise<boolean> {
  for (const { uri } of records.shards) if (!(await storage.exists(uri))) return false;
  return true;
}
