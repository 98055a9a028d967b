import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const RUNTIME = 'onnxruntime-web@1.30.0';

/**
 * The folder with the runtime, installed once into the user's cache folder: 140 MB that only these tests need are no
 * package of ours. Undefined where npm cannot install it; in CI that fails instead.
 */
export function installedRuntime(): string | undefined {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'dataset-training-pipeline');
  const folder = join(cache, RUNTIME);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Test files run side by side: each installs into a folder of its own, and the first to be done is taken.
  const own = mkdtempSync(`${folder}-`);
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', own, RUNTIME];
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2] });
  if (status === 0 && !existsSync(folder)) renameSync(own, folder);
  rmSync(own, { recursive: true, force: true });
  if (existsSync(folder)) return folder;
  if (process.env.CI === undefined) return undefined;
  throw new Error(`npm could not install ${RUNTIME}; what it printed above says why`);
}

/** Makes the runtime be found by the encoders of a folder, as an installation into it would. */
export function linkRuntime(encoders: string): void {
  mkdirSync(encoders, { recursive: true });
  symlinkSync(join(installedRuntime() ?? '', 'node_modules'), join(encoders, 'node_modules'));
}

export interface TinyModel {
  /** A piece in each entry, with its vector. */
  pieces: Readonly<Record<string, readonly number[]>>;
  inputs?: readonly string[];
  output?: string;
  /** Whether the model takes the mean over the tokens itself. */
  pooled?: boolean;
  maxTokens?: number;
}

/** An encoder that knows a few words: the vector of a token is a row of a table. */
export function writeEncoder(folder: string, { pieces, maxTokens, ...model }: TinyModel): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'vocab.txt'), `${Object.keys(pieces).join('\n')}\n`);
  writeFileSync(join(folder, 'model.onnx'), toModel(Object.values(pieces), model));
  if (maxTokens !== undefined)
    writeFileSync(join(folder, 'sentence_bert_config.json'), JSON.stringify({ max_seq_length: maxTokens }));
}

/** Pieces that every vocabulary has: they say nothing. */
export const MARKS = { '[PAD]': [0, 0, 0, 0], '[UNK]': [0, 0, 0, 0], '[CLS]': [0, 0, 0, 0], '[SEP]': [0, 0, 0, 0] };
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'];
const [FLOAT, INT64] = [1, 7];
const [INT, INTS] = [2, 7];

/** A ModelProto by the field numbers of onnx.proto: Gather(table, the first input), and its mean over the tokens where asked. */
function toModel(
  rows: readonly (readonly number[])[],
  { inputs = INPUTS, output = 'last_hidden_state', pooled = false }: Omit<TinyModel, 'pieces'>,
): Uint8Array {
  const dims = [rows.length, rows[0]?.length ?? 0];
  const table = [
    ...dims.map((size) => number(1, size)),
    number(2, FLOAT),
    text(8, 'table'),
    bytes(9, Buffer.from(Float32Array.from(rows.flat()).buffer)),
  ];
  const looked = pooled ? 'looked_up' : output;
  const gather = [text(1, 'table'), text(1, inputs[0] ?? ''), text(2, looked), text(4, 'Gather')];
  const axes = [text(1, 'axes'), number(8, 1), number(20, INTS)];
  const flat = [text(1, 'keepdims'), number(3, 0), number(20, INT)];
  const mean = [text(1, looked), text(2, output), text(4, 'ReduceMean'), message(5, axes), message(5, flat)];
  const graph = [
    message(1, gather),
    ...(pooled ? [message(1, mean)] : []),
    text(2, 'tiny'),
    message(5, table),
    ...inputs.map((name) => message(11, infoOf(name, INT64, ['batch', 'tokens']))),
    message(12, infoOf(output, FLOAT, pooled ? ['batch', dims[1] ?? 0] : ['batch', 'tokens', dims[1] ?? 0])),
  ];
  return Buffer.concat([number(1, 8), message(7, graph), message(8, [number(2, 13)])]);
}

function infoOf(name: string, type: number, shape: readonly (string | number)[]): Buffer[] {
  const sizes = shape.map((size) => message(1, [typeof size === 'string' ? text(2, size) : number(1, size)]));
  return [text(1, name), message(2, [message(1, [number(1, type), message(2, sizes)])])];
}

function varint(value: number): Buffer {
  return value < 128 ? Buffer.from([value]) : Buffer.concat([Buffer.from([128 + (value % 128)]), varint(value >> 7)]);
}
const number = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field: number, value: Buffer) => Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
const text = (field: number, value: string) => bytes(field, Buffer.from(value));
const message = (field: number, parts: readonly Buffer[]) => bytes(field, Buffer.concat(parts));
