import { type Deidentifier, deidentifyRecord, textsOf } from '../../analysis/deidentify/records.ts';
import type { DeidentifyOutput, PipelineActivities } from '../../contracts/activities.ts';
import { decideLevel, type LevelDecision } from '../../contracts/deidentification.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ReviewSpan } from '../../plugins/state-kinds.ts';
import { type Dependencies, defineActivity } from '../define.ts';
import { createDetection } from '../detection.ts';
import { createWithdrawalFilter, digestOf, digestOfDecisions, fileOf, keyedOf, spanId } from '../privacy.ts';
import { type BatchTransform, transformRecords } from '../transform.ts';
import { createReport } from './deidentification-report.ts';

type Input = Parameters<PipelineActivities['deidentifyRecords']>[0];

/**
 * Treats the identifiers of every text that goes on, each as the table of levels says: messages, labels, attributes, ids.
 * The level is the one asked for, or the least of the category; less than that needs an override, which is audited.
 * Records whose consent was withdrawn are left out.
 *
 * Gates: an identifier that is found after all is done fails at every safety level. Under strict safety the residual rate
 * of any class has to pass, and a person has to have judged every doubtful span: until then `ReviewPending`.
 */
export const deidentifyRecords = defineActivity<Input, Omit<DeidentifyOutput, 'cached'>>({
  name: 'deidentifyRecords',
  version: 6,
  resumes: true,
  async keyOf(input, deps) {
    const { records, safety_level, privacy_override } = input;
    const decision = admit(input, deps);
    const file = await fileOf(deps, records);
    return {
      records: records.sha256,
      level: decision.level,
      least: decision.least,
      override: decision.below ? privacy_override : null,
      strict: safety_level === 'strict',
      pseudonym_key: keyedOf(deps).id,
      detectors: deps.detectors.map(({ name, version }) => `${name} ${version}`),
      withdrawals: file === null ? null : digestOf(deps.state.withdrawals(file)),
      review: digestOfDecisions(deps.state.reviewSpans({ records_sha256: records.sha256 })),
    };
  },
  async run(input, deps, io) {
    const { records, safety_level, context } = input;
    const keyed = keyedOf(deps);
    const decision = decideLevel(input.privacy_level, input.category);
    const file = await fileOf(deps, records);
    const isWithdrawn = createWithdrawalFilter(keyed, file === null ? [] : deps.state.withdrawals(file));
    const review = createReview(deps, records.sha256, context.execution_id);
    const detection = createDetection(deps.detectors, io.signal);
    const deidentifier: Deidentifier = {
      level: decision.level,
      keyed,
      detect: detection.detect,
      detectAgain: detection.detectAgain,
      decided: review.decided,
      doubtful: review.doubtful,
    };
    const output = await transformRecords({
      step: 'deidentifyRecords',
      input: records,
      transform: (batch) => {
        const result = treatBatch(batch, deidentifier, isWithdrawn);
        review.flush();
        return result;
      },
      // Texts that stay as they are need not be looked at.
      ...(decision.level !== 'none' && { prepare: (batch) => detection.prepare(batch.flatMap(textsOf)) }),
      resume: true,
      deps,
      io,
    });
    const left = output.counts.left ?? 0;
    if (left > 0) {
      throw new PipelineError(
        'PrivacyGateFailed',
        `${left} structured identifiers were found after de-identification`,
        {
          facts: { left },
        },
      );
    }
    const override = decision.below ? (input.privacy_override ?? null) : null;
    const { report, counts } = await createReport({
      ...{ decision, override, records, output, deidentifier, isWithdrawn, deps, io },
      prepare: detection.prepare,
      review: deps.state.reviewSpans({ records_sha256: records.sha256 }),
    });
    if (safety_level === 'strict') holdStrict(report);
    return { ...output, counts, report };
  },
});

/** Refuses a level under the category's least without an override, and audits one with it. Runs before the store is asked, so that a cached output is audited too. */
function admit({ privacy_level, category, privacy_override, context }: Input, deps: Dependencies): LevelDecision {
  const decision = decideLevel(privacy_level, category);
  if (!decision.below) return decision;
  const { level, least } = decision;
  if (privacy_override === undefined) {
    throw new PipelineError(
      'PrivacyGateFailed',
      `privacy_level ${level} is under ${least}, the least level for ${category} data; leave it out, or say in privacy_override who decides so, in which role and why`,
      { facts: { privacy_level: level, least_level: least, category } },
    );
  }
  deps.state.audit({
    at: new Date(deps.clock()).toISOString(),
    action: 'privacy_override',
    by: privacy_override.by,
    run_id: context.execution_id,
    detail: {
      privacy_level: level,
      least_level: least,
      category,
      role: privacy_override.role,
      reason: privacy_override.reason,
    },
  });
  return decision;
}

function treatBatch(
  batch: Parameters<BatchTransform>[0],
  deidentifier: Deidentifier,
  isWithdrawn: ReturnType<typeof createWithdrawalFilter>,
): ReturnType<BatchTransform> {
  const counts: Record<string, number> = {};
  const count = (name: string, by = 1) => {
    if (by > 0) counts[name] = (counts[name] ?? 0) + by;
  };
  const records = batch.flatMap((record) => {
    if (isWithdrawn(record)) {
      count('withdrawn_excluded');
      return [];
    }
    const treated = deidentifyRecord(record, deidentifier, count);
    if (treated === null) count('records_dropped');
    return treated ?? [];
  });
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

function holdStrict({ review, residual }: DeidentifyOutput['report']): void {
  if (review.waiting > 0) {
    throw new PipelineError(
      'ReviewPending',
      `${review.waiting} doubtful spans wait for a person; accept or reject them, then retry the stage`,
      { facts: { waiting: review.waiting } },
    );
  }
  const failed = residual.filter(({ outcome }) => outcome === 'fail');
  if (failed.length === 0) return;
  const classes = failed.map(
    ({ safe_harbor, survived, planted, interval_95, limit }) =>
      `${safe_harbor}: ${survived} of ${planted} planted ones survived, upper bound ${(interval_95?.[1] ?? 1).toFixed(3)} over ${limit}`,
  );
  throw new PipelineError('PrivacyGateFailed', `identifiers may be left in the data: ${classes.join('; ')}`, {
    facts: { residual: failed },
  });
}
