import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import type { StageActivityName } from '../contracts/stages.ts';

// An attempt counts as ended when its activity says so, never because it was asked to.
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;
const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '60s' } as const;

/**
 * Per activity: the limit of one attempt, of all attempts together, and of the silence between two heartbeats.
 *
 * Every activity beats once a second by its own clock, so a dead worker is noticed within the heartbeat limit.
 * The bound over all attempts covers waiting for a worker too; past it the stage needs attention, the run lives on.
 */
const quick: ActivityOptions = {
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '1 hour',
  heartbeatTimeout: '15s',
  cancellationType,
  retry: { ...retry, maximumAttempts: 4 },
};
/** Reads or writes every record: grows with the dataset. */
const streaming: ActivityOptions = {
  startToCloseTimeout: '6 hours',
  scheduleToCloseTimeout: '12 hours',
  heartbeatTimeout: '15s',
  cancellationType,
  retry: { ...retry, maximumAttempts: 4 },
};
/** A lost training process goes on from its checkpoint, so more attempts cost little. */
const training: ActivityOptions = {
  startToCloseTimeout: '7 days',
  scheduleToCloseTimeout: '14 days',
  heartbeatTimeout: '15s',
  cancellationType,
  retry: { ...retry, maximumAttempts: 10 },
};

export const STAGE_OPTIONS: Record<StageActivityName, ActivityOptions> = {
  ingestDataset: streaming,
  categorizeDataset: quick,
  validateDataset: quick,
  deidentifyRecords: streaming,
  cleanRecords: streaming,
  deduplicateRecords: streaming,
  measureBias: streaming,
  standardizeRecords: streaming,
  splitDataset: streaming,
  selectTrainingStyle: streaming,
  configureTraining: quick,
  dispatchTraining: training,
  evaluateModel: streaming,
  registerModel: quick,
};

/** One of many shards: an attempt is short, and the bound over all attempts covers waiting for a free worker. */
export const SHARD_OPTIONS: ActivityOptions = { ...streaming, startToCloseTimeout: '1 hour' };

/** No bound over all attempts: a run stays `cancelling` until there is evidence, however long that takes. */
export const STOP_OPTIONS: ActivityOptions = {
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '15s',
  cancellationType,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** Work outside a run: nobody can answer for it, so it gives up within the hour. */
export const TASK_OPTIONS: ActivityOptions = quick;
