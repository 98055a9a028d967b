import { listRuns } from './list-runs.ts';
import { createSightings, type Sightings } from './live/sightings.ts';
import { readResults, readStatus } from './read-run.ts';
import { readReadiness } from './readiness.ts';
import type { Runs } from './runs.ts';
import { rerunRun, startRun } from './start-run.ts';
import { cancelRun, steerRun } from './steer-run.ts';
import { createTemporalTasks, type Tasks } from './tasks.ts';
import type { TemporalParts } from './temporal-calls.ts';

export interface TemporalRuns extends Runs {
  readonly tasks: Tasks;
  /** How a run is watched. */
  readonly sightings: Sightings;
  /** Resolves when no call to the server is under way: only then may the client's connection be closed. */
  settled(): Promise<void>;
}

/** The runs as Temporal knows them. Holds no state of theirs: any number of gateways may serve the same runs. */
export function createTemporalRuns({ client, config }: Pick<TemporalParts, 'client' | 'config'>): TemporalRuns {
  const parts: TemporalParts = { client, config, pending: new Set() };
  return {
    start: (request, options) => startRun(parts, request, options),
    rerun: (executionId, change, options) => rerunRun(parts, { executionId, change, options }),
    status: (executionId) => readStatus(parts, executionId),
    results: (executionId) => readResults(parts, executionId),
    steer: (executionId, command) => steerRun(parts, executionId, command),
    cancel: (executionId, wish) => cancelRun(parts, executionId, wish),
    list: (filter) => listRuns(parts, filter),
    readiness: () => readReadiness(parts),
    tasks: createTemporalTasks(parts),
    sightings: createSightings(parts),
    async settled() {
      await Promise.allSettled(parts.pending);
    },
  };
}
