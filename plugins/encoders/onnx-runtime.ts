import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** As much of the interface that both packages have (onnxruntime-common) as an encoder needs. */
interface Ort {
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown;
  env: { versions: { common: string }; wasm: { numThreads?: number } };
}

interface Output {
  dims: readonly number[];
  data: unknown;
}

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: Readonly<Record<string, unknown>>, options?: object): Promise<Record<string, Output>>;
}

export interface Runtime {
  /** Package and version. */
  readonly name: string;
  open(model: Uint8Array): Promise<Session>;
  /** A tensor of one row of whole numbers. */
  row(values: readonly number[]): unknown;
}

/** Packages that can run a model, the faster first. Neither is part of the product: together they take 430 MB. */
const PACKAGES = ['onnxruntime-node', 'onnxruntime-web'];

/** The first of the packages that is installed below `folder`, above it or beside the product; undefined where none is. */
export async function loadRuntime(folder: string): Promise<Runtime | undefined> {
  for (const name of PACKAGES) {
    const path = pathOf(name, folder);
    if (path !== undefined) return toRuntime(name, await import(pathToFileURL(path).href));
  }
  return undefined;
}

function pathOf(name: string, folder: string): string | undefined {
  for (const base of [join(folder, 'any.js'), import.meta.url]) {
    try {
      return createRequire(base).resolve(name);
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}

/** What goes wrong is thrown; it need not be printed as well. */
const QUIET = { logSeverityLevel: 4 };

let turn: Promise<unknown> = Promise.resolve();

/** One at a time: onnxruntime-web keeps the arguments of a run on a stack that all of its sessions share. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const own = turn.then(work);
  turn = own.catch(() => undefined);
  return own;
}

function toRuntime(name: string, { default: ort }: { default: Ort }): Runtime {
  // One thread, so that every sum has one order: the same text gives the same bits at every run of one runtime.
  ort.env.wasm.numThreads = 1;
  const options = { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, ...QUIET };
  return {
    name: `${name} ${ort.env.versions.common}`,
    async open(model) {
      const session = await inTurn(() => ort.InferenceSession.create(model, options));
      const { inputNames, outputNames } = session;
      return { inputNames, outputNames, run: (inputs) => inTurn(() => session.run(inputs, QUIET)) };
    },
    row: (values) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]),
  };
}
