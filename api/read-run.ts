import { QueryNotRegisteredError, type WorkflowExecutionDescription, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { PipelineError } from '../contracts/errors.ts';
import { WORKFLOW_TYPE } from '../contracts/ids.ts';
import type { OperationOutput } from '../contracts/operations.ts';
import type { RunClose, RunResults, RunState } from '../contracts/run.ts';
import { resultsQuery, statusQuery } from '../workflows/messages.ts';
import { describeClosed } from './closed-run.ts';
import { NO_RESULTS, toResultsAnswer } from './results.ts';
import { callServer, callWorker, isRunMissing, runNotFound, type TemporalParts } from './temporal-calls.ts';

/** Errors: RunNotFound (a workflow of another type is no run either), TemporalUnavailable. */
export async function describeRun(parts: TemporalParts, executionId: string): Promise<WorkflowExecutionDescription> {
  try {
    const described = await callServer(parts, () => parts.client.workflow.getHandle(executionId).describe());
    if (described.type === WORKFLOW_TYPE) return described;
  } catch (error) {
    if (!isRunMissing(error)) throw error;
  }
  throw runNotFound(executionId);
}

/** An open run answers by its worker; an ended one by what it left behind, which needs no worker. */
export async function readStatus(parts: TemporalParts, executionId: string): Promise<RunState> {
  const described = await describeRun(parts, executionId);
  if (isOpen(described)) return queryStatus(parts, described);
  return (await readClosed(parts, described)).state;
}

export async function readResults(parts: TemporalParts, executionId: string): Promise<OperationOutput<'results'>> {
  const described = await describeRun(parts, executionId);
  if (!isOpen(described)) {
    const { state, results } = await readClosed(parts, described);
    return toResultsAnswer(state, results);
  }
  const results = await queryResults(parts, described);
  const state = await queryStatus(parts, described);
  return toResultsAnswer(state, results);
}

/**
 * State and results of an ended run, from the first of: its memo (where a cancelled run leaves them), the event it
 * closed with, a worker's replay, and last the bare facts that the server has of it.
 */
async function readClosed(parts: TemporalParts, described: WorkflowExecutionDescription): Promise<RunClose> {
  const left = described.memo?.close ?? (await readCloseEvent(parts, described));
  if (isRunClose(left)) return left;
  const state = await queryStatus(parts, described).catch(ignoreAway);
  const results = state && (await queryResults(parts, described).catch(ignoreAway));
  return { state: describeClosed(described, { last: state, cause: left }), results: results ?? NO_RESULTS };
}

/** The value or the failure a run closed with. Runs that Temporal ended have a failure of Temporal's. */
async function readCloseEvent(
  parts: TemporalParts,
  { workflowId, runId }: WorkflowExecutionDescription,
): Promise<unknown> {
  try {
    return await callServer(parts, () => parts.client.workflow.getHandle(workflowId, runId).result());
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { cause } = error;
    return cause instanceof ApplicationFailure ? (cause.details?.[0] ?? cause) : cause;
  }
}

export function queryStatus(
  parts: TemporalParts,
  { workflowId, runId }: Pick<WorkflowExecutionDescription, 'workflowId' | 'runId'>,
): Promise<RunState> {
  return callWorker(parts, () => parts.client.workflow.getHandle(workflowId, runId).query(statusQuery));
}

function queryResults(parts: TemporalParts, { workflowId, runId }: WorkflowExecutionDescription): Promise<RunResults> {
  return callWorker(parts, () => parts.client.workflow.getHandle(workflowId, runId).query(resultsQuery));
}

function ignoreAway(error: unknown): undefined {
  if (error instanceof PipelineError || error instanceof QueryNotRegisteredError) return undefined;
  throw error;
}

export function isOpen({ status }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' || status.name === 'PAUSED';
}

function isRunClose(value: unknown): value is RunClose {
  return typeof value === 'object' && value !== null && 'state' in value && 'results' in value;
}
