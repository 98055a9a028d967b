import type { DeidentifyInput, DeidentifyOutput } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { type Dependencies, defineActivity } from '../define.ts';
import { fileOf } from '../privacy.ts';
import { transformRecords } from '../transform.ts';
import { createReport } from './deidentification-report.ts';
import { createGathering } from './deidentify-shard.ts';
import { createTreatment, levelOf, settingsOf, TREATMENT_VERSION } from './treatment.ts';

/**
 * Treats the identifiers of every text that goes on, each as the table of levels says: messages, labels, attributes, ids.
 * The level is the one asked for, or the least of the category; less than that needs an override, which is audited.
 * Records whose consent was withdrawn are left out.
 *
 * Gates: an identifier that is found after all is done fails at every safety level. Under strict safety the residual rate
 * of any class has to pass, and a person has to have judged every doubtful span: until then `ReviewPending`.
 */
export const deidentifyRecords = defineActivity<DeidentifyInput, Omit<DeidentifyOutput, 'cached'>>({
  name: 'deidentifyRecords',
  version: TREATMENT_VERSION,
  resumes: true,
  async keyOf(input, deps) {
    auditOverride(input, deps);
    const { sha256 } = input.records;
    const file = await fileOf(deps, input.records);
    return { records: sha256, ...settingsOf({ ...input, records_sha256: sha256 }, file, deps) };
  },
  async run(input, deps, io) {
    const { records, safety_level, context } = input;
    const decision = levelOf(input);
    const { transform, prepare, detection, deidentifier, isWithdrawn, file } = await createTreatment(
      { ...input, records_sha256: records.sha256, run_id: context.execution_id },
      deps,
      io,
    );
    const output = await transformRecords({
      step: 'deidentifyRecords',
      input: records,
      transform,
      ...(prepare && { prepare }),
      ahead: createGathering({ ...input, file }, deps, io),
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

/** A level under the category's least is audited. Runs before the store is asked, so that a cached output is audited too. */
function auditOverride({ context, ...input }: DeidentifyInput, deps: Dependencies): void {
  const { level, least, below } = levelOf(input);
  const { category, privacy_override } = input;
  if (!below || privacy_override === undefined) return;
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
