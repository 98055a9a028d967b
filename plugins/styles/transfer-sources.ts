import { crossEntropy } from '../../learning/network-trainer.ts';
import type { Random } from '../../learning/random.ts';
import { softmaxInPlace } from '../../learning/softmax.ts';
import { SparseBuilder, type SparseRows } from '../../learning/sparse.ts';

/** A task to learn first: its texts are rows of the training data, its targets are not the labels to be learned later. */
export interface Source {
  name: string;
  outputs: number;
  /** Rows it can learn from. */
  examples: Uint32Array;
  /** The inputs of a batch with the loss of each, drawn anew at each call. */
  draw(indexes: Uint32Array, random: Random): SourceBatch;
}

interface SourceBatch {
  rows: SparseRows;
  indexes: Uint32Array;
  lossOf(k: number, logits: Float64Array, delta: Float64Array): number;
}

/** Classes with fewer examples than this are left out of a source. */
const EXAMPLES_MIN = 4;
/** A label on fewer than half of the texts is no source: the words themselves say more. Our choice. */
const COVERAGE_MIN = 0.5;
/** Values beyond this are names, not classes. */
const CLASSES_MAX = 100;

/** Another label of the same texts as a source; undefined where it says too little. */
export function labelSource(
  name: string,
  rows: SparseRows,
  labels: readonly (string | undefined)[],
): Source | undefined {
  const counts = new Map<string, number>();
  for (const label of labels) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  const classes = [...counts]
    .filter(([, count]) => count >= EXAMPLES_MIN)
    .map(([value]) => value)
    .sort();
  const classOf = new Map(classes.map((value, c) => [value, c]));
  const examples = labels.flatMap((label, i) => (classOf.has(label ?? '') ? [i] : []));
  if (classes.length < 2 || classes.length > CLASSES_MAX || examples.length < COVERAGE_MIN * labels.length)
    return undefined;
  return {
    name,
    outputs: classes.length,
    examples: Uint32Array.from(examples),
    draw: (indexes) => ({
      rows,
      indexes,
      lossOf: (k, logits, delta) => crossEntropy(logits, classOf.get(labels[indexes[k] ?? 0] ?? '') ?? 0, 1, delta),
    }),
  };
}

/** Words whose presence is to be told; more cost time and say little more. Our choice. */
const WORDS_MAX = 1000;
/** A text needs that many terms to be cut in two. */
const TERMS_MIN = 4;

/**
 * The texts themselves as a source: from a random half of a text's terms, tell which words stand in the other half. Needs
 * no label at all.
 */
export function wordsSource(rows: SparseRows, terms: readonly string[]): Source {
  const counts = new Uint32Array(rows.columnCount);
  for (const column of rows.columns) counts[column] = (counts[column] ?? 0) + 1;
  const words = [...counts.keys()]
    .filter((column) => column < terms.length && !terms[column]?.includes(' '))
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, WORDS_MAX);
  const outputOf = new Int32Array(rows.columnCount).fill(-1);
  words.forEach((column, output) => {
    outputOf[column] = output;
  });
  const lengths = Array.from({ length: rows.rowCount }, (_, i) => (rows.starts[i + 1] ?? 0) - (rows.starts[i] ?? 0));
  return {
    name: 'words',
    outputs: words.length,
    examples: Uint32Array.from(lengths.flatMap((length, i) => (length >= TERMS_MIN ? [i] : []))),
    draw(indexes, random) {
      const builder = new SparseBuilder(rows.columnCount);
      const targets = Array.from(indexes, (i) => {
        const [shown, hidden] = [new Map<number, number>(), new Map<number, number>()];
        for (let at = rows.starts[i] ?? 0; at < (rows.starts[i + 1] ?? 0); at++) {
          const column = rows.columns[at] ?? 0;
          const output = outputOf[column] ?? -1;
          // A word pair would give its words away: it is shown only with both, which the draw of halves cannot promise.
          if (output < 0 || random.below(2) === 0) {
            if (output >= 0) shown.set(column, rows.values[at] ?? 0);
          } else hidden.set(output, rows.values[at] ?? 0);
        }
        builder.add(normalized(shown, 2));
        return normalized(hidden, 1);
      });
      return {
        rows: builder.finish(),
        indexes: Uint32Array.from(indexes.keys()),
        lossOf: (k, logits, delta) => spreadEntropy(logits, targets[k] ?? new Map(), delta),
      };
    },
  };
}

function normalized(values: Map<number, number>, power: 1 | 2): Map<number, number> {
  let sum = 0;
  for (const value of values.values()) sum += value ** power;
  const length = power === 2 ? Math.sqrt(sum) : sum;
  if (length > 0) for (const [key, value] of values) values.set(key, value / length);
  return values;
}

/** Cross-entropy against a target spread over several outputs; nothing to tell costs nothing. */
function spreadEntropy(logits: Float64Array, target: ReadonlyMap<number, number>, delta: Float64Array): number {
  if (target.size === 0) return 0;
  const probabilities = softmaxInPlace(logits.slice());
  for (let c = 0; c < delta.length; c++) delta[c] = probabilities[c] ?? 0;
  let loss = 0;
  for (const [output, share] of target) {
    loss -= share * Math.log(Math.max(probabilities[output] ?? 0, 1e-300));
    delta[output] = (delta[output] ?? 0) - share;
  }
  return loss;
}
