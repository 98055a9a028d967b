import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createOnnxEncoders } from '../../../plugins/encoders/onnx.ts';
import { installedRuntime, linkRuntime, MARKS, type TinyModel, writeEncoder } from '../../support/onnx-model.ts';

const PIECES = { ...MARKS, night: [3, 0, 0, 0], work: [0, 4, 0, 0], '##ing': [0, 0, 2, 0] };
const pause = async () => {};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encoders-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const write = (model: Partial<TinyModel> = {}) => writeEncoder(join(folder, 'tiny'), { pieces: PIECES, ...model });
const refused = (message: string) => ({ type: 'ConfigInvalid', message: expect.stringContaining(message) });

describe.skipIf(installedRuntime() === undefined)('an encoder in ONNX form', () => {
  beforeEach(() => linkRuntime(folder));
  const embed = async (texts: string[]) => {
    const encoder = await createOnnxEncoders(folder)('tiny');
    const vectors = await encoder.embed(texts, pause);
    return texts.map((_, i) => [...vectors.subarray(i * encoder.dim, (i + 1) * encoder.dim)]);
  };

  it('gives the mean of its tokens, of length 1', async () => {
    write();
    const [both, part, none] = await embed(['Night, work', 'working', '']);
    expect(both?.map((value) => value.toFixed(3))).toEqual(['0.600', '0.800', '0.000', '0.000']);
    expect(part?.map((value) => value.toFixed(3))).toEqual(['0.000', '0.894', '0.447', '0.000']);
    expect(none).toEqual([0, 0, 0, 0]);
  });

  it('gives a text the same vector alone and beside others, at every run', async () => {
    write();
    const texts = ['night', 'work night work', 'working nights'];
    const [alone] = await embed(['work night work']);
    expect((await embed(texts))[1]).toEqual(alone);
    const many = Array.from({ length: 20 }, (_, i) => 'night work '.repeat(i + 1));
    const apart = await embed(many);
    expect((await Promise.all(many.map((text) => embed([text])))).flat()).toEqual(apart);
    expect(await embed(texts)).toEqual(await embed(texts));
  });

  it('is asked for inputs that it has, and for its own sentence vector where it has one', async () => {
    write({ inputs: ['input_ids', 'attention_mask'] });
    expect((await embed(['night']))[0]).toEqual([1, 0, 0, 0]);
    write({ output: 'sentence_embedding', pooled: true });
    expect((await embed(['night work']))[0]?.[1]).toBeCloseTo(0.8);
    write({ output: 'sentence_embedding' });
    await expect(embed(['night'])).rejects.toMatchObject(refused('sentence_embedding of 2 tokens is'));
    write({ pooled: true });
    await expect(embed(['night'])).rejects.toMatchObject(refused('last_hidden_state of 2 tokens is'));
  });

  it('reads a text as far as its model can', async () => {
    write({ maxTokens: 4 });
    expect((await embed(['night night work work']))[0]).toEqual([1, 0, 0, 0]);
    write({ maxTokens: 6 });
    expect((await embed(['night night work work']))[0]?.[1]).toBeCloseTo(0.8);
  });

  it('is named by the hash of its files, as sha256sum lists them, and refused where it is another', async () => {
    write();
    const open = createOnnxEncoders(folder);
    const { id, runtime } = await open('tiny');
    const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
    const lines = ['model.onnx', 'vocab.txt'].map((f) => `${sha256(readFileSync(join(folder, 'tiny', f)))}  ${f}\n`);
    expect(id).toBe(`tiny@${sha256(lines.join(''))}`);
    expect(runtime).toBe('onnxruntime-web 1.30.0');
    expect((await open(id)).id).toBe(id);
    write({ maxTokens: 8 });
    await expect(open(id)).rejects.toMatchObject(refused('has other files now'));
    expect((await open('tiny')).id).not.toBe(id);
  });

  it.each<[string, Partial<TinyModel>, string]>([
    ['takes other inputs', { inputs: ['pixels'] }, 'its model takes pixels'],
    ['gives another output', { output: 'logits' }, 'its model gives logits'],
    ['has capital letters', { pieces: { ...PIECES, Work: [1, 0, 0, 0] } }, 'only uncased models'],
    ['has no word pieces', { pieces: { night: [1] } }, 'it lacks [CLS], [SEP] or [UNK]'],
    ['has no room for a token', { maxTokens: 2 }, 'without a max_seq_length over 2'],
  ])('is refused where it %s', async (_, model, message) => {
    write(model);
    await expect(embed(['night'])).rejects.toMatchObject(refused(message));
  });

  it('is refused where its vocabulary is longer than its table, or its model is none', async () => {
    write();
    writeFileSync(join(folder, 'tiny', 'vocab.txt'), `${Object.keys(PIECES).join('\n')}\nday\n`);
    await expect(embed(['night'])).rejects.toMatchObject(refused('is no sentence encoder'));
    writeFileSync(join(folder, 'tiny', 'model.onnx'), 'no model');
    await expect(embed(['night'])).rejects.toMatchObject(refused('does not take its model.onnx'));
  });
});

describe('without what it needs an encoder is refused with what is missing', () => {
  const open = (name: string) => createOnnxEncoders(folder)(name);

  it('its files', async () => {
    await expect(open('tiny')).rejects.toMatchObject(refused('has no model.onnx in its folder'));
    write();
    rmSync(join(folder, 'tiny', 'vocab.txt'));
    await expect(open('tiny')).rejects.toMatchObject(refused('has no vocab.txt'));
  });

  it('a runtime, with the command that installs one', async () => {
    write();
    await expect(open('tiny')).rejects.toMatchObject(
      refused('ONNXRUNTIME_NODE_INSTALL=skip npm install --prefix DATA_DIR/encoders onnxruntime-node'),
    );
  });

  it('a runtime that loads', async () => {
    write();
    mkdirSync(join(folder, 'node_modules', 'onnxruntime-node'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'onnxruntime-node', 'index.js'), 'throw new Error("no such library")');
    await expect(open('tiny')).rejects.toMatchObject(refused('does not load (no such library)'));
  });

  it('a name of a folder below the one of the encoders', async () => {
    for (const name of ['../tiny', '', '/tiny', 'a/b'])
      await expect(open(name)).rejects.toMatchObject(refused('is no name'));
  });
});
