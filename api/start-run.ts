import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { canonicalJson } from '../contracts/canonical-json.ts';
import { PipelineError } from '../contracts/errors.ts';
import { WORKFLOW_TYPE } from '../contracts/ids.ts';
import { type RunInput, type RunRequest, RunRequestSchema } from '../contracts/run.ts';
import { idOfKey, sha256Of } from './idempotency.ts';
import { parseInput } from './parse-input.ts';
import { describeRun, isOpen } from './read-run.ts';
import type { RerunChange, StartOptions } from './runs.ts';
import { startAttributes } from './search-attributes.ts';
import { callServer, GRPC, grpcCodeOf, type TemporalParts } from './temporal-calls.ts';

/** What a rerun adds to the input of a run. */
type Origin = Pick<RunInput, 'rerun_of' | 'fresh_from'>;

/**
 * Starts a run and returns its execution id, which is the workflow id.
 *
 * With an idempotency key the id follows from tenant and key, so the Temporal server itself decides which of two
 * concurrent starts is the run; the other finds it there. The key holds as long as the server keeps the run, ended
 * or not: the retention of the namespace.
 *
 * Errors: IdempotencyConflict, TemporalUnavailable.
 */
export async function startRun(
  parts: TemporalParts,
  request: RunRequest,
  { idempotencyKey, origin = {} }: StartOptions & { origin?: Origin } = {},
): Promise<{ execution_id: string }> {
  const { client, config } = parts;
  const execution_id = idempotencyKey === undefined ? randomUUID() : idOfKey(request.tenant, idempotencyKey);
  const request_sha256 = sha256Of(canonicalJson({ request, ...origin }));
  const input: RunInput = {
    execution_id,
    request,
    limits: {
      run_seconds: config.RUN_TIMEOUT_SECONDS,
      attention_seconds: config.ATTENTION_TIMEOUT_SECONDS,
      cancel_grace_seconds: config.CANCEL_GRACE_SECONDS,
    },
    ...origin,
  };
  try {
    await callServer(parts, () =>
      // No workflow timeout: the run has its own clock, which ends the trainer before the run.
      client.workflow.start(WORKFLOW_TYPE, {
        workflowId: execution_id,
        taskQueue: config.TASK_QUEUE,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo: { request, request_sha256, rerun_of: origin.rerun_of ?? null },
        typedSearchAttributes: startAttributes(request.tenant),
        ...toStaticTexts(request, origin),
      }),
    );
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      await assertSameRequest(parts, execution_id, request_sha256);
    else throw explainStart(error);
  }
  return { execution_id };
}

/**
 * Starts a new run from an ended one, with changed settings where given.
 *
 * Errors: RunNotFound, RunStateConflict (still open), InvalidInput (the settings make no valid request), and those
 * of `startRun`.
 */
export async function rerunRun(
  parts: TemporalParts,
  { executionId, change, options }: { executionId: string; change: RerunChange; options?: StartOptions | undefined },
): Promise<{ execution_id: string }> {
  const described = await describeRun(parts, executionId);
  if (isOpen(described)) {
    throw new PipelineError(
      'RunStateConflict',
      'the run has not ended; a rerun starts from an ended run. Cancel it first, or retry the stage',
    );
  }
  const before = described.memo?.request;
  if (typeof before !== 'object' || before === null) {
    throw new PipelineError(
      'RunStateConflict',
      'the run does not hold the request it was started with; start a new run',
    );
  }
  const { training_config, ...settings } = change.settings ?? {};
  const old = before as Partial<RunRequest>;
  const merged = { ...old, ...settings, training_config: { ...old.training_config, ...training_config } };
  const request = parseInput(RunRequestSchema, { path: {}, rest: merged });
  const origin: Origin = {
    rerun_of: executionId,
    ...(change.from_stage !== undefined && { fresh_from: change.from_stage }),
  };
  return startRun(parts, request, { ...options, origin });
}

async function assertSameRequest(parts: TemporalParts, executionId: string, requestSha256: string): Promise<void> {
  const { memo } = await describeRun(parts, executionId);
  if (memo?.request_sha256 === requestSha256) return;
  throw new PipelineError(
    'IdempotencyConflict',
    `the Idempotency-Key belongs to run ${executionId}, which has another request`,
    {
      facts: { execution_id: executionId },
    },
  );
}

/** A namespace without our search attributes refuses every start; say so, with the way out. */
function explainStart(error: unknown): unknown {
  if (grpcCodeOf(error) !== GRPC.INVALID_ARGUMENT) return error;
  const details = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  if (!/search attribute/i.test(details)) return error;
  return new PipelineError(
    'TemporalUnavailable',
    'the Temporal namespace lacks the search attributes of this pipeline; create them with `temporal operator search-attribute create`, see docs/configuration.md',
    { cause: error },
  );
}

/** What the Temporal UI shows for good: names only, in one line, within the server's 400 bytes. */
function toStaticTexts(request: RunRequest, { rerun_of }: Origin) {
  const { dataset_name, dataset_path } = request;
  const file = clip(basename(dataset_path), 180);
  const staticSummary = dataset_name === undefined ? `file ${file}` : `dataset ${clip(dataset_name, 180)} · ${file}`;
  const settings = [
    `objective ${request.training_objective}`,
    `safety ${request.safety_requirements}`,
    `privacy ${request.privacy_level ?? 'by category'}`,
    `compute ${request.available_compute}`,
    `seed ${request.seed}`,
  ];
  const origin = rerun_of === undefined ? [] : [`Rerun of ${rerun_of}`];
  return { staticSummary, staticDetails: [...origin, settings.join(' · ')].join('\n\n') };
}

/** The longest start of a text within a number of UTF-8 bytes, cut between characters. */
function clip(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytesMax - 3) break;
    kept += character;
  }
  return `${kept}…`;
}
