import { type Deidentifier, deidentifyInSteps, textsOf } from '../../analysis/deidentify/records.ts';
import { finishWith } from '../../analysis/steps.ts';
import type { DeidentifyInput, DeidentifyShardInput } from '../../contracts/activities.ts';
import type { RecordSet } from '../../contracts/artifacts.ts';
import { decideLevel, type LevelDecision } from '../../contracts/deidentification.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { ReviewSpan } from '../../plugins/state-kinds.ts';
import type { ActivityIo, Dependencies } from '../define.ts';
import { createDetection } from '../detection.ts';
import { createWithdrawalFilter, digestOf, digestOfDecisions, fileOf, keyedOf, spanId } from '../privacy.ts';
import type { BatchTransform, Transformed } from '../transform.ts';

/** Raised when the same records would come out otherwise: by the detector, or by what is done with what it finds. */
export const TREATMENT_VERSION = 14;

type Settings = Pick<DeidentifyInput, 'privacy_level' | 'category' | 'privacy_override'>;

/** The level that holds. Refuses one under the category's least without an override. */
export function levelOf({ privacy_level, category, privacy_override }: Settings): LevelDecision {
  const decision = decideLevel(privacy_level, category);
  const { level, least } = decision;
  if (!decision.below || privacy_override !== undefined) return decision;
  throw new PipelineError(
    'PrivacyGateFailed',
    `privacy_level ${level} is under ${least}, the least level for ${category} data; leave it out, or say in privacy_override who decides so, in which role and why`,
    { facts: { privacy_level: level, least_level: least, category } },
  );
}

/** What de-identified records depend on besides the records; `file` is what they were read from. */
export function settingsOf(
  input: Settings & Pick<DeidentifyShardInput, 'records_sha256' | 'safety_level'>,
  file: string | null,
  deps: Dependencies,
) {
  const decision = levelOf(input);
  return {
    level: decision.level,
    least: decision.least,
    override: decision.below ? input.privacy_override : null,
    strict: input.safety_level === 'strict',
    pseudonym_key: keyedOf(deps).id,
    detectors: deps.detectors.map(({ name, version }) => `${name} ${version}`),
    withdrawals: file === null ? null : digestOf(deps.state.withdrawals(file)),
    review: digestOfDecisions(deps.state.reviewSpans({ records_sha256: input.records_sha256 })),
  };
}

/** The transform that treats the identifiers of records, and what has to be known before it. */
export async function createTreatment(
  input: Settings & { records: RecordSet; records_sha256: string; run_id: string },
  deps: Dependencies,
  { signal, pause }: Pick<ActivityIo, 'signal' | 'pause'>,
) {
  const keyed = keyedOf(deps);
  const file = await fileOf(deps, input.records);
  const isWithdrawn = createWithdrawalFilter(keyed, file === null ? [] : deps.state.withdrawals(file));
  const review = createReview(deps, input.records_sha256, input.run_id);
  const detection = createDetection(deps.detectors, signal);
  const { level } = decideLevel(input.privacy_level, input.category);
  const deidentifier: Deidentifier = {
    level,
    keyed,
    detect: detection.detect,
    detectAgain: detection.detectAgain,
    decided: review.decided,
    doubtful: review.doubtful,
  };
  const transform: BatchTransform = async (batch) => {
    const result = await treatBatch(batch, { deidentifier, isWithdrawn, pause });
    review.flush();
    return result;
  };
  return {
    transform,
    // Texts that stay as they are need not be looked at.
    ...(level !== 'none' && {
      prepare: (batch: Parameters<BatchTransform>[0] | readonly Parameters<BatchTransform>[0][number][]) =>
        detection.prepare(batch.flatMap(textsOf)),
    }),
    detection,
    deidentifier,
    isWithdrawn,
    file,
  };
}

async function treatBatch(
  batch: Parameters<BatchTransform>[0],
  {
    deidentifier,
    isWithdrawn,
    pause,
  }: {
    deidentifier: Deidentifier;
    isWithdrawn: ReturnType<typeof createWithdrawalFilter>;
    pause: () => Promise<void>;
  },
): Promise<Transformed> {
  const counts: Record<string, number> = {};
  const count = (name: string, by = 1) => {
    if (by > 0) counts[name] = (counts[name] ?? 0) + by;
  };
  const records: ConversationRecord[] = [];
  for (const record of batch) {
    if (isWithdrawn(record)) {
      count('withdrawn_excluded');
      continue;
    }
    const treated = await finishWith(deidentifyInSteps(record, deidentifier, count), pause);
    if (treated === null) count('records_dropped');
    else records.push(treated);
  }
  return { records, counts };
}

/** Doubtful spans are put into the queue as they are met, and what a person said of them before is followed. */
function createReview(deps: Dependencies, records_sha256: string, run_id: string) {
  const decisions = new Map(deps.state.reviewSpans({ records_sha256 }).map((span) => [span.span_id, span.status]));
  let queue: ReviewSpan[] = [];
  const placeOf = (...[record, message_index, span]: Parameters<NonNullable<Deidentifier['decided']>>) => ({
    record_index: record.source.index,
    message_index,
    start: span.start,
    end: span.end,
    identifier: span.identifier,
  });
  const decided: NonNullable<Deidentifier['decided']> = (...span) => {
    const status = decisions.get(spanId(records_sha256, placeOf(...span)));
    return status === 'accepted' ? true : status === 'rejected' ? false : null;
  };
  const doubtful: NonNullable<Deidentifier['doubtful']> = (record, message, span, decision) => {
    if (decision !== null) return;
    const place = placeOf(record, message, span);
    const { confidence } = span;
    const open = { status: 'waiting', decided_by: null, decided_at: null } as const;
    queue.push({ span_id: spanId(records_sha256, place), records_sha256, run_id, ...place, confidence, ...open });
  };
  const flush = () => {
    if (queue.length > 0) deps.state.queueReview(queue);
    queue = [];
  };
  return { decided, doubtful, flush };
}
