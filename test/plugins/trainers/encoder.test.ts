import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedTrainer } from '../../../plugins/trainers/embedded.ts';
import { installedRuntime, linkRuntime, MARKS, writeEncoder } from '../../support/onnx-model.ts';
import { makeJobs, until, untilCheckpoint, untilFailed } from './jobs.ts';

const trainer = createEmbeddedTrainer();
let jobs: ReturnType<typeof makeJobs>;
beforeEach(() => {
  jobs = makeJobs();
});
afterEach(() => jobs.clear(trainer));

const PIECES = { ...MARKS, night: [1, 0, 0, 0], boss: [0, 1, 0, 0] };

describe.skipIf(installedRuntime() === undefined)('a training on the vectors of an encoder', () => {
  it('goes on from its checkpoint under the runtime it was made with, and under no other', async () => {
    const encoders_folder = join(jobs.folder, 'encoders');
    writeEncoder(join(encoders_folder, 'tiny'), { pieces: PIECES });
    linkRuntime(encoders_folder);
    const { config, ...job } = jobs.makeJob({ encoders_folder });
    const task = { kind: 'classification' as const, label_field: 'topic', text_from: 'all' as const };
    const settings = {
      encoder: 'tiny',
      model: 'mlp',
      max_iterations: 10_000,
      tolerance: 0,
      early_stopping_patience: 0,
    };
    const classes = ['sleep', 'work'];
    const whole = { ...job, config: { ...config, style: 'supervised' as const, task: { ...task, classes }, settings } };
    await trainer.submit(whole);
    await untilCheckpoint(whole);
    await trainer.cancel(whole, 2);

    const elsewhere = join(jobs.folder, 'elsewhere');
    writeEncoder(join(elsewhere, 'tiny'), { pieces: PIECES });
    installOther(elsewhere);
    const failure = await untilFailed(trainer, await trainer.submit({ ...whole, encoders_folder: elsewhere }));
    expect(failure).toMatchObject({
      type: 'ConfigInvalid',
      message: expect.stringContaining('other encoder_runtime;'),
    });

    // The last event may still be that of the process before.
    await until(trainer, await trainer.submit(whole), ({ progress }) => (progress?.resumed_from_step ?? 0) > 0);
  });
});

/** The same runtime under the name and version of another. */
function installOther(encoders: string): void {
  const folder = join(encoders, 'node_modules', 'onnxruntime-node');
  mkdirSync(folder, { recursive: true });
  const real = JSON.stringify(join(installedRuntime() ?? '', 'node_modules', 'onnxruntime-web'));
  const code = `const ort = require(${real}); module.exports = { ...ort, env: { ...ort.env, versions: { common: '1.0.0' } } };`;
  writeFileSync(join(folder, 'index.js'), code);
}
