import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Trainer } from '../../plugins/kinds.ts';
import { createEmbeddedTrainer } from '../../plugins/trainers/embedded.ts';
import { makeConversations } from '../support/datasets.ts';
import { stageOf } from '../support/pipeline.ts';
import { createStack, type Stack, trainerProcesses } from '../support/stack.ts';

const stacks: Stack[] = [];
afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.end();
  rmSync(keyFile, { force: true });
});

// Invented names follow from the key: two pipelines make the same only with the same one.
const keyFile = join(tmpdir(), `pseudonym-${process.pid}.key`);

function stackWithData(settings: Record<string, string> = {}): Stack {
  writeFileSync(keyFile, '5a'.repeat(32), { mode: 0o600 });
  const stack = createStack({ settings: { PSEUDONYM_KEY_FILE: keyFile, ...settings } });
  stacks.push(stack);
  writeFileSync(join(stack.root, 'data.jsonl'), makeConversations(400, { turns: 6 }));
  return stack;
}

/** Long enough to be caught in the middle. */
const LONG = {
  dataset_path: 'data.jsonl',
  on_stage_failure: 'fail',
  training_config: { style: 'self_supervised', settings: { num_epochs: 60 } },
};

const hashesOf = (results: { artifacts: { name: string; sha256: string }[]; training: unknown }) =>
  results.artifacts
    .filter(({ name }) => !['metrics.json', 'README.md', 'lineage.json'].includes(name))
    .map(({ name, sha256 }) => `${name} ${sha256}`);

describe('a worker killed in the middle of training', () => {
  it('loses nothing: the run completes from the checkpoint, with the model of an undisturbed run', async () => {
    const stack = stackWithData();
    const first = await stack.workApart();
    const run = await stack.start(LONG);
    await run.until(
      (state) => (stageOf(state, 'model_training')?.message ?? '').startsWith('step'),
      'training to report steps',
    );
    first.kill('SIGKILL');
    await new Promise((resolve) => first.once('exit', resolve));
    await stack.workApart();
    const { state, results } = await run.closed();
    expect(state.status).toBe('completed');
    expect((results.training as { resumed_from_step: number }).resumed_from_step).toBeGreaterThan(0);
    expect(trainerProcesses(stack.dataDir)).toEqual([]);

    const calm = stackWithData();
    await calm.work();
    const undisturbed = await (await calm.start(LONG)).closed();
    expect((undisturbed.results.training as { resumed_from_step: number | null }).resumed_from_step).toBeNull();
    expect(hashesOf(results)).toEqual(hashesOf(undisturbed.results));
    expect(results.evaluation).toEqual(undisturbed.results.evaluation);
  });
});

describe('a trainer whose status cannot be read 25 times in a row', () => {
  it('is told as unreachable and is never restarted', async () => {
    const stack = stackWithData();
    const embedded = createEmbeddedTrainer();
    let submitted = 0;
    let asked = 0;
    const deaf: Trainer = {
      ...embedded,
      submit: (job) => {
        submitted += 1;
        return embedded.submit(job);
      },
      poll: (handle) => {
        asked += 1;
        return asked <= 25 ? Promise.reject(new Error('no answer')) : embedded.poll(handle);
      },
    };
    await stack.work({ trainer: deaf });
    const run = await stack.start({ ...LONG, training_config: { style: 'self_supervised' } });
    await run.until((state) => stageOf(state, 'model_training')?.unreachable_since !== null, 'unreachable');
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(stageOf(state, 'model_training')).toMatchObject({ unreachable_since: null, attempt: 1 });
    expect({ submitted, asked: asked > 25 }).toEqual({ submitted: 1, asked: true });
  });
});

describe('a retry of running training', () => {
  it('ends the old process and goes on with one new one', async () => {
    const stack = stackWithData();
    await stack.work();
    const run = await stack.start(LONG);
    await run.until(
      (state) => (stageOf(state, 'model_training')?.message ?? '').startsWith('step'),
      'training to report steps',
    );
    const [before] = trainerProcesses(stack.dataDir);
    await run.control({ action: 'retry_stage', stage: 'model_training' });
    await run.until(() => trainerProcesses(stack.dataDir).some((pid) => pid !== before), 'a new process');
    await run.until(() => trainerProcesses(stack.dataDir).length <= 1, 'one process');
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(stageOf(state, 'model_training')?.attempt).toBe(2);
  });
});

describe('pausing training', () => {
  it('frees the process, keeps the checkpoint, and goes on from it', async () => {
    const stack = stackWithData();
    await stack.work();
    const run = await stack.start(LONG);
    await run.until(
      (state) => (stageOf(state, 'model_training')?.message ?? '').startsWith('step'),
      'training to report steps',
    );
    await run.control({ action: 'pause' });
    await run.until((state) => state.status === 'paused', 'paused');
    expect(trainerProcesses(stack.dataDir)).toEqual([]);
    await run.control({ action: 'resume' });
    const { state, results } = await run.closed();
    expect(state.status).toBe('completed');
    expect((results.training as { resumed_from_step: number }).resumed_from_step).toBeGreaterThan(0);
  });
});

describe('a trainer that needs too much memory', () => {
  it('is named so, with the peak and the remedy, and a retry with a higher limit completes', async () => {
    const stack = stackWithData();
    // A vector for each of 48,000 words is more than the limit, however little else the process holds.
    let made = 0;
    const word = (n: number) => Array.from({ length: 5 }, (_, at) => 'abcdefghijklmnop'[(n >> (4 * at)) & 15]).join('');
    const words = () => Array.from({ length: 20 }, () => word(made++)).join(' ');
    const data = makeConversations(400, { turns: 6 }).replaceAll(/ (\d+\.\d+)"/g, (_, end) => ` ${words()} ${end}"`);
    writeFileSync(join(stack.root, 'data.jsonl'), data);
    await stack.work();
    const run = await stack.start({
      ...LONG,
      on_stage_failure: 'wait',
      consent: { status: 'verified', verified_by: 'tester', reference: 'our own writing' },
      training_config: {
        style: 'self_supervised',
        memory_limit_mb: 128,
        settings: { max_vocabulary: 60000, min_document_frequency: 1, projection_dim: 512 },
      },
    });
    const waiting = await run.until((state) => state.status === 'needs_attention', 'needs_attention');
    expect(stageOf(waiting, 'model_training')?.error).toMatchObject({
      type: 'TrainerOutOfMemory',
      facts: { rss_mb_max: expect.any(Number) },
      remedy: expect.stringContaining('memory_limit_mb'),
    });
    await run.control({
      action: 'retry_stage',
      stage: 'model_training',
      settings: { training_config: { style: 'self_supervised', memory_limit_mb: 2048, settings: {} } },
    });
    expect((await run.closed()).state.status).toBe('completed');
  });
});

describe('the store', () => {
  it('serves every stage of an identical run, and a rerun computes anew from the named stage', async () => {
    const stack = stackWithData();
    await stack.work();
    const request = { dataset_path: 'data.jsonl', on_stage_failure: 'fail' };
    const first = await (await stack.start(request)).closed();
    const second = await (await stack.start(request)).closed();
    expect(first.state.stages.map((stage) => stage.cached)).toEqual([false, false, false, false, false, false]);
    expect(second.state.stages.map((stage) => stage.cached)).toEqual([true, true, true, true, true, true]);
    expect(second.results).toEqual(first.results);
    const third = await (await stack.start(request, { fresh_from: 'model_training' })).closed();
    expect(third.state.stages.map((stage) => stage.cached)).toEqual([true, true, true, true, true, false]);
    expect(third.results.model_id).toBe(first.results.model_id);
  });
});
