import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunStateSchema } from '../../contracts/run.ts';
import { isTerminalStage } from '../../contracts/transitions.ts';
import { makeConversations } from '../support/datasets.ts';
import { createStack, type Stack, trainerProcesses } from '../support/stack.ts';

/** How many random moments are tried: a few in every test run, 200 by CANCEL_MOMENTS=200. */
const MOMENTS = Number(process.env.CANCEL_MOMENTS ?? 16);
const AT_ONCE = 4;
/** Longer than a short run takes, so that the moments fall into every stage and after the end. */
const LATEST_MS = 5000;

describe(`a run cancelled at any of ${MOMENTS} random moments`, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = createStack({ settings: { MAX_CONCURRENT_ACTIVITIES: '8' } });
    writeFileSync(join(stack.root, 'data.jsonl'), makeConversations(400));
    await stack.work();
  });
  afterAll(() => stack.end());

  it(
    'leaves no trainer, no partial output and no new event, and ends in a legal state',
    async () => {
      const seen: Record<string, number> = {};
      let next = 0;
      const lane = async () => {
        while (next < MOMENTS) {
          const moment = next++;
          const end = await cancelAt(moment, Math.random() * LATEST_MS);
          seen[end] = (seen[end] ?? 0) + 1;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      process.stderr.write(`cancelled in or after: ${JSON.stringify(seen)}\n`);
      expect(trainerProcesses(stack.dataDir)).toEqual([]);
      expect(stack.files('staging')).toEqual([]);
      expect(stack.files('jobs')).toEqual([]);
    },
    60_000 + MOMENTS * 10_000,
  );

  async function cancelAt(moment: number, waitMs: number): Promise<string> {
    // A seed of its own for each run: nothing of the split and the training is served from the store.
    const run = await stack.start({ dataset_path: 'data.jsonl', on_stage_failure: 'fail', seed: moment });
    await delay(waitMs);
    const refused = await run.control({ action: 'cancel_run' }).then(
      () => false,
      () => true,
    );
    const { state } = await run.closed();
    expect(RunStateSchema.parse(state)).toEqual(state);
    expect(state.status).toBe(refused ? 'completed' : 'cancelled');
    for (const stage of state.stages) expect(isTerminalStage(stage.status)).toBe(true);
    if (state.status === 'cancelled') expect(state.exit_evidence.gone).toBe(true);
    const events = await eventCount(run.handle);
    await delay(1000);
    expect(await eventCount(run.handle)).toBe(events);
    return state.current_stage ?? 'start';
  }
});

async function eventCount(handle: { fetchHistory(): Promise<{ events?: unknown[] | null }> }): Promise<number> {
  return (await handle.fetchHistory()).events?.length ?? 0;
}
