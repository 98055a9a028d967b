import { afterEach, describe, expect, it } from 'vitest';
import { STAGE_IDS } from '../../contracts/stages.ts';
import { type Step, scriptActivities } from '../support/fake-activities.ts';
import { type RunHandle, stageOf, startPipeline } from '../support/pipeline.ts';

let pipeline: Awaited<ReturnType<typeof startPipeline>> | undefined;
afterEach(() => pipeline?.stop());

async function begin(steps: Parameters<typeof scriptActivities>[0], request: object = {}, input: object = {}) {
  const script = scriptActivities(steps);
  pipeline = await startPipeline(script.activities);
  return { script, run: await pipeline.start(request, input) };
}

const atStage = (run: RunHandle, stage: string, status: string) =>
  run.until((state) => stageOf(state, stage)?.status === status, `${stage} ${status}`);

const HANG: Step[] = ['hang'];

describe('a run', () => {
  it('goes through the six stages in order and completes', async () => {
    const { run, script } = await begin({});
    const { state, results } = await run.closed();
    expect(state).toMatchObject({ status: 'completed', progress: 100, waiting_for: 'nothing' });
    expect(state.stages.map((stage) => [stage.stage_id, stage.status])).toEqual(
      STAGE_IDS.map((id) => [id, 'completed']),
    );
    expect(results.model_id).toBe('model-scripted');
    expect([...script.calls.keys()]).toHaveLength(14);
    expect(script.stops).toBe(0);
  });

  it('waits for an operator when a stage fails, and completes after a retry with changed settings', async () => {
    const { run, script } = await begin({ ingestDataset: [{ fail: 'DatasetNotFound' }] });
    const waiting = await run.until((state) => state.status === 'needs_attention', 'needs_attention');
    expect(waiting).toMatchObject({ waiting_for: 'operator' });
    expect(stageOf(waiting, 'dataset_ingestion')).toMatchObject({
      status: 'needs_attention',
      error: { type: 'DatasetNotFound' },
    });
    const after = await run.control({
      action: 'retry_stage',
      stage: 'dataset_ingestion',
      settings: { dataset_path: 'b.jsonl' },
    });
    expect(after.status).toBe('running');
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(script.calls.get('ingestDataset')?.map((context) => context.stage_attempt)).toEqual([1, 2]);
  });

  it('retries a retried failure by itself and says so while backing off', async () => {
    const { run } = await begin({ cleanRecords: [{ fail: 'StorageUnavailable', retried: true }] });
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(stageOf(state, 'data_preprocessing')?.attempt).toBe(1);
  });

  it('fails at once when the request says so', async () => {
    const { run, script } = await begin({ measureBias: [{ fail: 'BiasGateFailed' }] }, { on_stage_failure: 'fail' });
    const { state } = await run.closed();
    expect(state).toMatchObject({ status: 'failed', failure: { type: 'BiasGateFailed' } });
    expect(stageOf(state, 'bias_detection')?.status).toBe('failed');
    expect(script.stops).toBe(1);
  });

  it('fails when no operator answers within the limit', async () => {
    const limits = { run_seconds: 600, attention_seconds: 1, cancel_grace_seconds: 1 };
    const { run } = await begin({ measureBias: [{ fail: 'BiasGateFailed' }] }, {}, { limits });
    const { state } = await run.closed();
    expect(state).toMatchObject({ status: 'failed', failure: { type: 'AttentionTimedOut' } });
  });

  it('times out as a whole and stops its trainer first', async () => {
    const limits = { run_seconds: 3, attention_seconds: 600, cancel_grace_seconds: 1 };
    const { run, script } = await begin({ ingestDataset: HANG }, {}, { limits });
    const { state } = await run.closed();
    expect(state).toMatchObject({ status: 'timed_out', failure: { type: 'RunTimedOut' } });
    expect(script).toMatchObject({ cancelled: ['ingestDataset'], stops: 1 });
  });
});

describe('a retry of a running stage', () => {
  it('starts the new attempt at once and ends the old one', async () => {
    const { run, script } = await begin({ dispatchTraining: HANG });
    await atStage(run, 'model_training', 'running');
    await run.until(() => script.calls.has('dispatchTraining'), 'the training activity');
    const after = await run.control({ action: 'retry_stage', stage: 'model_training' });
    expect(stageOf(after, 'model_training')).toMatchObject({ status: 'running', attempt: 2 });
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(script.cancelled).toEqual(['dispatchTraining']);
  });

  it('starts a backing-off stage at once', async () => {
    const steps: Step[] = Array.from({ length: 3 }, () => ({ fail: 'StorageUnavailable', retried: true }));
    const { run, script } = await begin({ splitDataset: steps });
    await run.until(() => (script.calls.get('splitDataset')?.length ?? 0) >= 2, 'a second attempt');
    await run.control({ action: 'retry_stage', stage: 'data_standardization' });
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(stageOf(state, 'data_standardization')?.attempt).toBe(2);
  });

  it('configures training anew when the training settings changed', async () => {
    const { run, script } = await begin({ dispatchTraining: [{ fail: 'TrainerOutOfMemory' }] });
    await atStage(run, 'model_training', 'needs_attention');
    await run.control({
      action: 'retry_stage',
      stage: 'model_training',
      settings: { training_config: { memory_limit_mb: 4096 } },
    });
    await run.closed();
    expect(script.calls.get('configureTraining')).toHaveLength(2);
  });
});

describe('what is asked at the very moment a stage ends', () => {
  it('does not hang the run: a retry and a cancel of a stage that has just completed', async () => {
    const { run, script } = await begin({ measureBias: HANG });
    await run.until(() => script.calls.has('measureBias'), 'the activity');
    // Both before the run has taken either in: the second finds the wish of the first still open.
    const both = await Promise.allSettled([
      run.control({ action: 'retry_stage', stage: 'bias_detection' }),
      run.control({ action: 'cancel_stage', stage: 'bias_detection' }),
    ]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    const state = await run.until(
      ({ status }) => status === 'completed' || status === 'needs_attention',
      'an end or an operator',
    );
    if (state.status === 'needs_attention') await run.control({ action: 'retry_stage', stage: 'bias_detection' });
    expect((await run.closed()).state.status).toBe('completed');
  });

  it('a pause that meets a failure leaves the run waiting for an operator', async () => {
    const { run, script } = await begin({ measureBias: ['hang', { fail: 'BiasGateFailed' }] });
    await run.until(() => script.calls.has('measureBias'), 'the activity');
    await Promise.allSettled([
      run.control({ action: 'retry_stage', stage: 'bias_detection' }),
      run.control({ action: 'pause' }),
    ]);
    const state = await run.until(({ status }) => status === 'paused' || status === 'needs_attention', 'a wait');
    if (state.status === 'paused') await run.control({ action: 'resume' });
    await run.until(({ status }) => status === 'needs_attention' || status === 'completed', 'an operator or the end');
    if ((await run.status()).status === 'needs_attention')
      await run.control({ action: 'retry_stage', stage: 'bias_detection' });
    expect((await run.closed()).state.status).toBe('completed');
  });
});

describe('skip', () => {
  it('goes on without a stage that allows it, with the reason kept', async () => {
    const { run, script } = await begin({ measureBias: [{ fail: 'BiasGateFailed' }] });
    await atStage(run, 'bias_detection', 'needs_attention');
    await run.control({ action: 'skip_stage', stage: 'bias_detection', reason: 'measured elsewhere' });
    const { state, results } = await run.closed();
    expect(state.status).toBe('completed');
    expect(stageOf(state, 'bias_detection')).toMatchObject({
      status: 'skipped',
      skip: { reason: 'measured elsewhere', by: 'tester' },
    });
    expect(results.bias).toBeNull();
    expect(script.calls.get('registerModel')).toHaveLength(1);
  });

  it('takes a substitute output', async () => {
    const { run, script } = await begin({ ingestDataset: HANG });
    const substitute = {
      record_count: 7,
      dimensions: [],
      fairness_score: { value: 0.9, reason: null },
      indicators: [],
      requires_correction: false,
    };
    await run.until(() => script.calls.has('ingestDataset'), 'the activity');
    await run.control({ action: 'skip_stage', stage: 'bias_detection', reason: 'measured elsewhere', substitute });
    await run.control({ action: 'retry_stage', stage: 'dataset_ingestion' });
    const { results } = await run.closed();
    expect(results.bias).toEqual(substitute);
  });

  it('is refused for a stage whose output others need', async () => {
    const { run } = await begin({ ingestDataset: HANG });
    await atStage(run, 'dataset_ingestion', 'running');
    await expect(
      run.control({ action: 'skip_stage', stage: 'data_standardization', reason: 'no' }),
    ).rejects.toMatchObject({
      cause: { type: 'RunStateConflict', message: expect.stringContaining('cannot be skipped') },
    });
    await run.control({ action: 'cancel_run' });
    await run.closed();
  });
});

describe('cancel stage', () => {
  it('stops the attempt and leaves the run waiting for an operator', async () => {
    const { run, script } = await begin({ measureBias: HANG });
    await run.until(() => script.calls.has('measureBias'), 'the activity');
    await run.control({ action: 'cancel_stage', stage: 'bias_detection', reason: 'wrong data' });
    const state = await atStage(run, 'bias_detection', 'needs_attention');
    expect(stageOf(state, 'bias_detection')?.error).toMatchObject({
      type: 'StageCancelled',
      message: expect.stringContaining('wrong data'),
    });
    await run.control({ action: 'retry_stage', stage: 'bias_detection' });
    expect((await run.closed()).state.status).toBe('completed');
  });
});

describe('pause and approve', () => {
  it('ends the attempt at work, waits, and goes on after resume', async () => {
    const { run, script } = await begin({ dispatchTraining: HANG });
    await run.until(() => script.calls.has('dispatchTraining'), 'the training activity');
    await run.control({ action: 'pause' });
    const paused = await run.until((state) => state.status === 'paused', 'paused');
    expect(paused.waiting_for).toBe('resume');
    expect(stageOf(paused, 'model_training')?.status).toBe('paused');
    expect(script.cancelled).toEqual(['dispatchTraining']);
    await run.control({ action: 'resume' });
    expect((await run.closed()).state.status).toBe('completed');
  });

  it('waits for approval before training when the request asks for it', async () => {
    const { run, script } = await begin({}, { require_approval: true });
    const waiting = await run.until((state) => state.status === 'awaiting_approval', 'awaiting_approval');
    expect(waiting.waiting_for).toBe('approval');
    expect(script.calls.has('dispatchTraining')).toBe(false);
    await run.control({ action: 'approve' });
    expect((await run.closed()).state.status).toBe('completed');
  });
});

describe('cancel run', () => {
  const one: [string, string][] = [
    ['dataset_ingestion', 'ingestDataset'],
    ['data_preprocessing', 'deidentifyRecords'],
    ['bias_detection', 'measureBias'],
    ['data_standardization', 'standardizeRecords'],
    ['training_style_selection', 'selectTrainingStyle'],
    ['model_training', 'dispatchTraining'],
  ];
  it.each(one)('in stage %s ends as cancelled, with evidence that the trainer is gone', async (stage, activity) => {
    const { run, script } = await begin({ [activity]: HANG });
    await run.until(() => script.calls.has(activity), `${activity} at work`);
    const answer = await run.control({ action: 'cancel_run', reason: 'enough' });
    expect(answer).toMatchObject({ status: 'cancelling', waiting_for: 'trainer_exit' });
    const { state } = await run.closed();
    expect(state).toMatchObject({ status: 'cancelled', exit_evidence: { gone: true } });
    expect(stageOf(state, stage)?.status).toBe('cancelled');
    expect(script).toMatchObject({ cancelled: [activity], stops: 1 });
    expect((await run.handle.describe()).status.name).toBe('CANCELLED');
  });

  it('beats a retry that is backing off', async () => {
    const steps: Step[] = Array.from({ length: 4 }, () => ({ fail: 'StorageUnavailable', retried: true }));
    const { run, script } = await begin({ splitDataset: steps });
    await run.until(() => script.calls.has('splitDataset'), 'the activity');
    await run.control({ action: 'cancel_run' });
    expect((await run.closed()).state.status).toBe('cancelled');
    expect(script.calls.get('selectTrainingStyle')).toBeUndefined();
  });

  it('works from the Temporal UI, by a cancellation request', async () => {
    const { run, script } = await begin({ dispatchTraining: HANG });
    await run.until(() => script.calls.has('dispatchTraining'), 'the training activity');
    await run.handle.cancel();
    expect((await run.closed()).state).toMatchObject({ status: 'cancelled', exit_evidence: { gone: true } });
  });

  it('refuses everything else while it goes on and after it ended', async () => {
    const { run, script } = await begin({ dispatchTraining: HANG });
    await run.until(() => script.calls.has('dispatchTraining'), 'the training activity');
    await run.control({ action: 'cancel_run' });
    await run.closed();
    await expect(run.control({ action: 'pause' })).rejects.toThrow();
  });
});
