import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import { makeConversations } from '../support/datasets.ts';
import { installedRuntime, linkRuntime, MARKS, writeEncoder } from '../support/onnx-model.ts';
import { createStack, type Stack } from '../support/stack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SLEEP = ['night', 'awake', 'tired', 'dream', 'bed', 'insomnia', 'pillow', 'nap', 'slumber'];
const WORK = ['office', 'deadline', 'boss', 'meeting', 'overtime', 'colleague', 'salary', 'project', 'factory'];
const PIECES = {
  ...MARKS,
  ...Object.fromEntries(SLEEP.map((word) => [word, [1, 0, 0, 0]])),
  ...Object.fromEntries(WORK.map((word) => [word, [0, 1, 0, 0]])),
};

describe.skipIf(installedRuntime() === undefined)('a run that names an encoder', () => {
  let stack: Stack;
  let gateway: Gateway;
  let encoders: string;
  const send = async (path: string, body?: object) => {
    const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetch(gateway.url + path, body && post);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const execute = (settings: object) =>
    send('/api/training/execute', {
      ...{ dataset_path: 'a.jsonl', on_stage_failure: 'fail' },
      training_config: { style: 'supervised', settings },
    });
  const predict = (modelId: string) => send(`/api/models/${modelId}/predict`, { texts: ['a slumber', 'the factory'] });

  beforeAll(async () => {
    stack = createStack({ settings: { PORT: '0' } });
    encoders = join(stack.dataDir, 'encoders');
    mkdirSync(encoders, { recursive: true });
    writeFileSync(join(stack.root, 'a.jsonl'), makeConversations(200));
    await stack.work();
    gateway = await startGateway(stack.config, { log: pino({ level: 'silent' }) });
  });
  afterAll(async () => {
    await gateway.close();
    await stack.end();
  });

  it('is refused before it starts, until encoder and runtime are there; then its model works with these files alone', async () => {
    expect(await execute({ encoder: 'tiny' })).toMatchObject({ status: 422, body: { code: 'ConfigInvalid' } });
    writeEncoder(join(encoders, 'tiny'), { pieces: PIECES });
    const { body: refusal } = await execute({ encoder: 'tiny' });
    expect(refusal.detail).toContain('settings.encoder: tiny cannot be run: no ONNX runtime is installed');
    linkRuntime(encoders);

    const { body: started } = await execute({ encoder: 'tiny' });
    const path = `/api/training/${started.execution_id}`;
    await expect
      .poll(async () => (await send(`${path}/status`)).body.status, { timeout: 120_000, interval: 200 })
      .toBe('completed');
    const modelId = String((await send(`${path}/results`)).body.model_id);
    const artifact = async (name: string) => (await fetch(`${gateway.url}${path}/artifacts/${name}`)).text();
    const pinned = expect.stringMatching(/^tiny@[0-9a-f]{64}$/);
    const { config } = JSON.parse(await artifact('config.json'));
    expect(config.settings.encoder).toEqual(pinned);
    const sha256 = config.settings.encoder.split('@')[1];
    expect(JSON.parse(await artifact('lineage.json')).encoder).toEqual({ name: 'tiny', sha256 });
    const card = await artifact('README.md');
    expect(card).toContain('It needs the sentence encoder `tiny`');
    expect(card).toContain(`| sentence encoder tiny | \`${sha256}\` |`);

    // Neither word stands in the data.
    const { body: said } = await predict(modelId);
    expect((said.predictions as { best: string }[]).map(({ best }) => best)).toEqual(['sleep', 'work']);

    const words = ['client/cli/main.ts', 'reproduce', modelId, '--json', '--url', gateway.url];
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT });
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ identical: true });

    writeEncoder(join(encoders, 'tiny'), { pieces: PIECES, maxTokens: 20 });
    const other = await predict(modelId);
    expect(other).toMatchObject({ status: 422, body: { code: 'ConfigInvalid' } });
    expect(other.body.detail).toContain('has other files now');
    renameSync(join(encoders, 'tiny'), join(encoders, 'gone'));
    expect((await predict(modelId)).body.detail).toContain('has no model.onnx');
  });
});
