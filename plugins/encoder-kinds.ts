/** Turns texts into vectors. A text has the same vector whatever is asked for with it. */
export interface SentenceEncoder {
  /** `name@sha256` of its files: what was learned from its vectors works with no other. */
  readonly id: string;
  /** What computes it, such as `onnxruntime-node 1.30.0`: another gives vectors that differ in the last digits. */
  readonly runtime: string;
  readonly dim: number;
  /** One vector of length 1 for each text, by row. Awaits `pause` after each text. */
  embed(texts: readonly string[], pause: () => Promise<void>): Promise<Float32Array>;
}

/** The encoder of that `name` or `name@sha256`. Throws `ConfigInvalid` where there is none, or it is none that can be used. */
export type OpenEncoder = (reference: string) => Promise<SentenceEncoder>;
