import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { PipelineError } from '../../contracts/errors.ts';
import { WordPieces } from '../../learning/word-pieces.ts';
import type { OpenEncoder, SentenceEncoder } from '../encoder-kinds.ts';
import { loadRuntime, type Runtime, type Session } from './onnx-runtime.ts';

/** Files of an encoder's folder, in the order their hash is made in; the second may be missing. */
const FILES = ['model.onnx', 'sentence_bert_config.json', 'vocab.txt'] as const;
const TOKENS_MAX = 256;
/** Vectors that are kept: a search trains on the same texts again and again. Our choice. */
const KEPT_BYTES_MAX = 32 * 1024 * 1024;
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];
const OUTPUTS = ['sentence_embedding', 'last_hidden_state'];
const INSTALL =
  'install one into the folder encoders/ of DATA_DIR: ONNXRUNTIME_NODE_INSTALL=skip npm install --prefix DATA_DIR/encoders onnxruntime-node (or onnxruntime-web, slower and without native code)';

/**
 * Opens sentence encoders in ONNX form, each in a folder of its name: `model.onnx`, the `vocab.txt` of an uncased BERT
 * tokenizer and, where the model takes another number of tokens than 256, `sentence_bert_config.json` with
 * `max_seq_length`. One that was opened stays open until its files change.
 *
 * Errors: `ConfigInvalid` with what is wrong and what mends it.
 */
export function createOnnxEncoders(folder: string): OpenEncoder {
  const opened = new Map<string, { stamp: string; encoder: Promise<SentenceEncoder> }>();
  return async (reference) => {
    const [name = '', sha256] = reference.split('@');
    if (!/^\w[\w.-]*$/.test(name)) throw refuse(reference, 'is no name of a folder');
    const stamp = await stampOf(join(folder, name));
    let known = opened.get(name);
    if (known?.stamp !== stamp) {
      known = { stamp, encoder: open(folder, name) };
      opened.set(name, known);
      // A runtime may be installed by the next time.
      known.encoder.catch(() => opened.delete(name));
    }
    const encoder = await known.encoder;
    if (sha256 !== undefined && encoder.id !== reference)
      throw refuse(name, `has other files now: ${encoder.id} and not ${reference}; put those of that hash back`);
    return encoder;
  };
}

async function open(folder: string, name: string): Promise<SentenceEncoder> {
  const [model, config, vocabulary] = await Promise.all(FILES.map((file) => read(join(folder, name, file))));
  if (!model || !vocabulary)
    throw refuse(name, `has no ${model ? FILES[2] : FILES[0]} in its folder below encoders/ of DATA_DIR`);
  // As `sha256sum model.onnx … | sha256sum` gives it.
  const listed = [model, config, vocabulary].map((bytes, i) => (bytes ? `${sha256Of(bytes)}  ${FILES[i]}\n` : ''));
  const id = `${name}@${sha256Of(listed.join(''))}`;
  const { pieces, split } = readVocabulary(name, vocabulary.toString('utf8'));
  const limit = tokensMax(name, config);
  const runtime = await loadRuntime(folder).catch((error: unknown) => {
    throw refuse(name, `cannot be run: the installed ONNX runtime does not load (${messageOf(error)})`, error);
  });
  if (!runtime) throw refuse(name, `cannot be run: no ONNX runtime is installed; ${INSTALL}`);
  const session = await runtime.open(model).catch((error: unknown) => {
    throw refuse(name, `cannot be run: ${runtime.name} does not take its model.onnx (${messageOf(error)})`, error);
  });
  checkShape(name, session);
  const run = (ids: readonly number[]) =>
    encode({ session, runtime }, ids).catch((error: unknown) => {
      throw refuse(name, `is no sentence encoder: ${messageOf(error)}`, error);
    });
  // The last piece, as few and as many tokens as there may be: a vocabulary or a length that is not the model's shows now.
  await run(split('', limit));
  const { length: dim } = await run(new Array<number>(limit).fill(pieces - 1));
  const kept = new LRUCache<string, Float32Array>({ max: Math.max(1, Math.floor(KEPT_BYTES_MAX / (4 * dim + 200))) });
  return {
    id,
    runtime: runtime.name,
    dim,
    async embed(texts, pause) {
      const vectors = new Float32Array(texts.length * dim);
      for (const [i, text] of texts.entries()) {
        const key = createHash('sha256').update(text).digest('base64');
        // One text at a time: a quantized model scales its activations by all that is in a batch, so a text's vector
        // would depend on its neighbours (microsoft/onnxruntime, issue 10111).
        const vector = kept.get(key) ?? (await run(split(text, limit)));
        kept.set(key, vector);
        vectors.set(vector, i * dim);
        await pause();
      }
      return vectors;
    },
  };
}

/** The vector of one text, of length 1: the model's own, or the mean over its tokens. */
async function encode({ session, runtime }: { session: Session; runtime: Runtime }, ids: readonly number[]) {
  const values: Record<string, readonly number[]> = {
    input_ids: ids,
    attention_mask: ids.map(() => 1),
    token_type_ids: ids.map(() => 0),
  };
  const inputs = session.inputNames.map((input) => [input, runtime.row(values[input] ?? [])]);
  const outputs = await session.run(Object.fromEntries(inputs));
  const output = OUTPUTS.find((candidate) => session.outputNames.includes(candidate)) ?? '';
  const { dims = [], data } = outputs[output] ?? {};
  const rows = output === 'sentence_embedding' ? 1 : ids.length;
  const shape = output === 'sentence_embedding' ? [1] : [1, ids.length];
  const dim = dims.at(-1) ?? 0;
  if (!(data instanceof Float32Array) || dim === 0 || String(dims.slice(0, -1)) !== String(shape))
    throw new Error(`${output} of ${ids.length} tokens is ${data?.constructor.name} [${dims}]`);
  const vector = new Float32Array(dim);
  for (let i = 0; i < rows * dim; i++) vector[i % dim] = (vector[i % dim] ?? 0) + (data[i] ?? 0);
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length)) throw new Error(`${output} holds values that are no numbers`);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function checkShape(name: string, { inputNames, outputNames }: Session): void {
  const strange = inputNames.filter((input) => !INPUTS.includes(input));
  if (strange.length > 0 || !inputNames.includes('input_ids'))
    throw refuse(name, `is no sentence encoder: its model takes ${inputNames.join(', ')}, not ${INPUTS.join(', ')}`);
  if (!outputNames.some((output) => OUTPUTS.includes(output)))
    throw refuse(
      name,
      `is no sentence encoder: its model gives ${outputNames.join(', ')}, not ${OUTPUTS.join(' or ')}`,
    );
}

function readVocabulary(name: string, text: string) {
  const pieces = text.trimEnd().split(/\r?\n/);
  const [start = -1, end = -1, unknown = -1] = ['[CLS]', '[SEP]', '[UNK]'].map((mark) => pieces.indexOf(mark));
  if (Math.min(start, end, unknown) < 0)
    throw refuse(name, 'has a vocab.txt that is no WordPiece vocabulary: it lacks [CLS], [SEP] or [UNK]');
  if (pieces.some((piece) => /^[^[]*[A-Z]/.test(piece)))
    throw refuse(name, 'has a vocab.txt with capital letters: only uncased models can be used');
  const words = new WordPieces(pieces, [unknown]);
  const split = (content: string, limit: number) => [start, ...words.split(content).slice(0, limit - 2), end];
  return { pieces: pieces.length, split };
}

function tokensMax(name: string, config: Buffer | undefined): number {
  if (!config) return TOKENS_MAX;
  try {
    const { max_seq_length: limit = TOKENS_MAX } = JSON.parse(config.toString('utf8')) as { max_seq_length?: unknown };
    if (Number.isInteger(limit) && Number(limit) > 2) return Number(limit);
  } catch {
    // Said below.
  }
  throw refuse(name, `has a ${FILES[1]} without a max_seq_length over 2`);
}

/** What changes when a file of the folder does. */
async function stampOf(folder: string): Promise<string> {
  const facts = await Promise.all(FILES.map((file) => stat(join(folder, file)).catch(() => undefined)));
  return facts.map((fact) => `${fact?.size}/${fact?.mtimeMs}`).join(' ');
}

const read = (path: string) => readFile(path).catch(() => undefined);
const sha256Of = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const refuse = (name: string, why: string, cause?: unknown) =>
  new PipelineError('ConfigInvalid', `settings.encoder: ${name} ${why}`, { ...(cause !== undefined && { cause }) });
