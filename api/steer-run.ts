import { setTimeout as delay } from 'node:timers/promises';
import { type WorkflowExecutionDescription, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { PipelineError } from '../contracts/errors.ts';
import type { ControlCommand, RunState } from '../contracts/run.ts';
import { isTerminalRun, type RunStatus } from '../contracts/transitions.ts';
import { controlUpdate } from '../workflows/messages.ts';
import { describeRun, isOpen, readStatus } from './read-run.ts';
import { callServer, callWorker, isRunMissing, type TemporalParts } from './temporal-calls.ts';

/**
 * Sends one command to a run and returns the state after it.
 *
 * Errors: RunNotFound, RunStateConflict with the reason of the run itself, TemporalUnavailable.
 */
export async function steerRun(parts: TemporalParts, executionId: string, command: ControlCommand): Promise<RunState> {
  const described = await describeRun(parts, executionId);
  if (!isOpen(described)) throw await alreadyEnded(parts, described);
  const { client } = parts;
  const handle = client.workflow.getHandle(executionId, described.runId);
  try {
    return await callWorker(parts, () => handle.executeUpdate(controlUpdate, { args: [command] }));
  } catch (error) {
    const refusal = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
    if (refusal instanceof ApplicationFailure && refusal.type === 'RunStateConflict') {
      throw new PipelineError('RunStateConflict', refusal.message);
    }
    // It ended between the two calls, or while the command was under way.
    if (isRunMissing(error) || refusal !== undefined)
      throw await alreadyEnded(parts, await describeRun(parts, executionId), error);
    throw error;
  }
}

/**
 * Cancels a run. Waits a moment for its end, so that most callers hear `cancelled`; a trainer that takes longer to go
 * is `cancelling`. Where no worker answers, the wish is left with the server: the first worker to come finds it.
 *
 * Errors: RunNotFound, RunStateConflict (ended), TemporalUnavailable (the server is away).
 */
export async function cancelRun(
  parts: TemporalParts,
  executionId: string,
  { by, reason }: { by: string; reason?: string | undefined },
): Promise<RunStatus> {
  const { client } = parts;
  try {
    const command: ControlCommand = { action: 'cancel_run', by, ...(reason !== undefined && { reason }) };
    await steerRun(parts, executionId, command);
  } catch (error) {
    if (!(error instanceof PipelineError && error.type === 'TemporalUnavailable')) throw error;
    await callServer(parts, () => client.workflow.getHandle(executionId).cancel());
    return 'cancelling';
  }
  const deadline = Date.now() + END_MS_MAX;
  while (Date.now() < deadline) {
    const described = await describeRun(parts, executionId);
    if (!isOpen(described)) return (await readStatus(parts, executionId)).status;
    await delay(POLL_MS);
  }
  return 'cancelling';
}

/** Our choices: a short wait for a person or a script, and polls that cost the server little. */
const END_MS_MAX = 3000;
const POLL_MS = 100;

async function alreadyEnded(
  parts: TemporalParts,
  described: WorkflowExecutionDescription,
  cause?: unknown,
): Promise<unknown> {
  if (isOpen(described)) return cause;
  const { status } = await readStatus(parts, described.workflowId);
  const message = isTerminalRun(status) ? `the run is ${status}; start it again with rerun` : 'the run has ended';
  return new PipelineError('RunStateConflict', message, { facts: { status } });
}
