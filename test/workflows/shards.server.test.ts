import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeidentifyShardInput, PipelineActivities } from '../../contracts/activities.ts';
import { scriptActivities } from '../support/fake-activities.ts';
import { stageOf, startPipeline } from '../support/pipeline.ts';

let pipeline: Awaited<ReturnType<typeof startPipeline>> | undefined;
afterEach(() => pipeline?.stop());

const SHARD = { uri: 'objects/aa/aa/shard.jsonl', sha256: 'a'.repeat(64), record_count: 1, byte_count: 1 };

/** A run whose dataset has so many shards, each answered by `act`. */
async function begin(shards: number, act: (input: DeidentifyShardInput) => Promise<void>) {
  const { activities } = scriptActivities();
  const { ingestDataset } = activities;
  const scripted: PipelineActivities = {
    ...activities,
    async ingestDataset(input) {
      const output = await ingestDataset(input);
      return { ...output, records: { ...output.records, shards: Array.from({ length: shards }, () => SHARD) } };
    },
    async deidentifyShard(input) {
      await act(input);
      return { shard: input.shard, counts: {}, quarantined: [], cached: false };
    },
  };
  pipeline = await startPipeline(scripted);
  const run = await pipeline.start();
  const child = (attempt: number) => pipeline?.client.workflow.getHandle(`${run.id}/deidentify/${attempt}`);
  return { run, child };
}

describe('the shards of a set', () => {
  it('are taken once each, through a window, by a workflow that continues as new', async () => {
    const taken: number[] = [];
    let [open, openMax] = [0, 0];
    const { run, child } = await begin(230, async ({ index }) => {
      open += 1;
      openMax = Math.max(openMax, open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      taken.push(index);
      open -= 1;
    });
    const { state } = await run.closed();
    expect(state).toMatchObject({ status: 'completed' });
    expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 230 }, (_, i) => i));
    expect(openMax).toBeGreaterThan(1);
    expect(openMax).toBeLessThanOrEqual(8);
    const { events } = (await child(1)?.fetchHistory()) ?? {};
    expect(events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).toBeTruthy();
  });

  it('fail the stage with the error of the shard that fails, and are taken again at a retry', async () => {
    let broken = true;
    const { run } = await begin(3, async ({ index }) => {
      if (broken && index === 1)
        throw ApplicationFailure.create({ type: 'PrivacyGateFailed', message: 'scripted', nonRetryable: true });
    });
    const waiting = await run.until((state) => state.status === 'needs_attention', 'needs_attention');
    expect(stageOf(waiting, 'data_preprocessing')).toMatchObject({ error: { type: 'PrivacyGateFailed' } });
    broken = false;
    await run.control({ action: 'retry_stage', stage: 'data_preprocessing' });
    expect((await run.closed()).state).toMatchObject({ status: 'completed' });
  });

  it('are given up with the run', async () => {
    const { run, child } = await begin(3, async () => {
      const context = Context.current();
      const timer = setInterval(() => context.heartbeat(), 100);
      await context.cancelled.finally(() => clearInterval(timer));
    });
    await run.until((state) => stageOf(state, 'data_preprocessing')?.status === 'running', 'running');
    await run.control({ action: 'cancel_run' });
    expect((await run.closed()).state).toMatchObject({ status: 'cancelled' });
    expect((await child(1)?.describe())?.status.name).toBe('CANCELLED');
  });
});
