import type { WorkflowExecutionDescription } from '@temporalio/client';
import { PipelineError } from '../contracts/errors.ts';
import type { RunRequest, RunState } from '../contracts/run.ts';
import { STAGE_IDS } from '../contracts/stages.ts';
import { attributeKey } from './search-attributes.ts';

type Ended = Extract<RunState, { status: 'failed' | 'timed_out' }>;

/**
 * The state of a run that could not say itself how it ended: someone terminated it, the server's own limit did, or a
 * defect failed it. The stages are the last that a worker could still read, or none: nothing here is guessed.
 *
 * Errors: TemporalUnavailable for a cancelled run whose proof that the trainer is gone needs a worker to be read.
 */
export function describeClosed(
  described: WorkflowExecutionDescription,
  { last, cause }: { last: RunState | undefined; cause: unknown },
): RunState {
  if (last !== undefined && last.end_time !== null) return last;
  const { status, workflowId, typedSearchAttributes, startTime, closeTime, memo } = described;
  if (status.name === 'CANCELLED') {
    throw new PipelineError(
      'TemporalUnavailable',
      'the run was cancelled; a worker is needed to read the rest of its state',
    );
  }
  const request = (memo?.request ?? {}) as Partial<RunRequest>;
  const stage = typedSearchAttributes.get(attributeKey('Stage'));
  return {
    execution_id: workflowId,
    pipeline_id: workflowId,
    dataset_name: request.dataset_name ?? null,
    tenant: typedSearchAttributes.get(attributeKey('Tenant')) ?? 'default',
    progress: 0,
    current_stage: STAGE_IDS.find((id) => id === stage) ?? null,
    stages: [],
    rerun_of: typeof memo?.rerun_of === 'string' ? memo.rerun_of : null,
    ...last,
    waiting_for: 'nothing',
    estimated_completion: null,
    estimated_completion_interval: null,
    start_time: last?.start_time ?? startTime.toISOString(),
    end_time: (closeTime ?? startTime).toISOString(),
    message:
      last === undefined
        ? 'the state of the stages is not known: no worker could read it'
        : 'the stages are as they were last',
    ...toEnd(status.name, cause),
  };
}

const RERUN = 'Start it again with rerun: finished stages are reused.';

function toEnd(
  status: WorkflowExecutionDescription['status']['name'],
  cause: unknown,
): Pick<Ended, 'status' | 'failure'> {
  const reason = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
  if (status === 'TIMED_OUT') {
    const message = 'the Temporal server ended the run at a limit of its own; a training process may be left';
    return { status: 'timed_out', failure: { type: 'RunTimedOut', message, remedy: RERUN } };
  }
  if (status === 'TERMINATED') {
    // StageCancelled is the row for "an operator ended it"; what is particular stands in message and remedy.
    const message = `the run was terminated in Temporal${reason}; nothing was wound down, a training process may be left`;
    return { status: 'failed', failure: { type: 'StageCancelled', message, remedy: RERUN } };
  }
  return { status: 'failed', failure: { type: 'Internal', message: `the run broke${reason}`, remedy: RERUN } };
}
