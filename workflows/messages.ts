import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ActivityReport } from '../contracts/activities.ts';
import { QUERY_RESULTS, QUERY_STATUS, SIGNAL_REPORT, UPDATE_CONTROL } from '../contracts/ids.ts';
import type { ControlCommand, RunResults, RunState } from '../contracts/run.ts';

export const statusQuery = defineQuery<RunState>(QUERY_STATUS);
export const resultsQuery = defineQuery<RunResults>(QUERY_RESULTS);
export const controlUpdate = defineUpdate<RunState, [ControlCommand]>(UPDATE_CONTROL);
export const reportSignal = defineSignal<[ActivityReport]>(SIGNAL_REPORT);
