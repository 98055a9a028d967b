import { ALLOWED, createCrf, TAG_COUNT } from '../../analysis/tagger/crf.ts';
import { FEATURES_PER_TOKEN } from '../../analysis/tagger/features.ts';
import type { Random } from './random.ts';

export interface Encoded {
  features: Int32Array;
  tags: Uint8Array;
}

export interface Trained {
  rows: Float32Array;
  transitions: Float64Array;
}

/**
 * Maximum likelihood of a linear-chain conditional random field by stochastic gradient, one text at a time, with AdaGrad
 * steps and a small L2 pull on the weights that a text touches. Source: Lafferty, McCallum, Pereira 2001; Duchi et al. 2011.
 */
export function trainCrf(
  examples: readonly Encoded[],
  options: {
    /** Rows after pruning, and after which epoch: the others are left out, and training goes on without them. */
    keep: { rows: number; afterEpoch: number };
    buckets: number;
    epochs: number;
    rate: number;
    l2: number;
    /** Share of features left out of a text at a time, so that no single word decides alone. */
    dropout: number;
    random: Random;
    report(line: string): void;
  },
): Trained {
  const { buckets, epochs, rate, l2, dropout, random, report } = options;
  const rows = new Float32Array(buckets * TAG_COUNT);
  const squares = new Float32Array(buckets * TAG_COUNT).fill(1);
  const transitions = new Float64Array(TAG_COUNT * TAG_COUNT).map((_, i) => (ALLOWED[i] ? 0 : -1e4));
  const transitionSquares = new Float64Array(TAG_COUNT * TAG_COUNT).fill(1);
  const crf = createCrf({ rows, scale: 1, transitions });
  const order = examples.map((_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.int(i + 1);
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    let loss = 0;
    let tokens = 0;
    for (const at of order) {
      const { features: all, tags } = examples[at] as Encoded;
      const features = all.map((feature) => (random.chance(dropout) ? -1 : feature));
      if (tags.length === 0) continue;
      const scores = crf.emissions(features, tags.length);
      const { probabilities, forward, backward, local, moves, scaleAt, logSum } = crf.marginals(scores, tags.length);
      loss += logSum - scoreOf(scores, tags, transitions);
      tokens += tags.length;
      for (let i = 0; i < tags.length; i++) {
        const slope = new Float64Array(TAG_COUNT);
        let largest = 0;
        for (let tag = 0; tag < TAG_COUNT; tag++) {
          const g = (probabilities[i * TAG_COUNT + tag] as number) - (tags[i] === tag ? 1 : 0);
          slope[tag] = g;
          largest = Math.max(largest, Math.abs(g));
        }
        if (largest < 1e-3) continue;
        for (let f = i * FEATURES_PER_TOKEN; f < (i + 1) * FEATURES_PER_TOKEN; f++) {
          if ((features[f] as number) < 0) continue;
          const row = (features[f] as number) * TAG_COUNT;
          for (let tag = 0; tag < TAG_COUNT; tag++) {
            const w = row + tag;
            const g = (slope[tag] as number) + l2 * (rows[w] as number);
            const square = (squares[w] as number) + g * g;
            squares[w] = square;
            rows[w] = (rows[w] as number) - (rate * g) / Math.sqrt(square);
          }
        }
      }
      for (let i = 1; i < tags.length; i++)
        for (let from = 0; from < TAG_COUNT; from++)
          for (let to = 0; to < TAG_COUNT; to++) {
            const w = from * TAG_COUNT + to;
            if (!ALLOWED[w]) continue;
            const next = i * TAG_COUNT + to;
            const expected =
              ((forward[(i - 1) * TAG_COUNT + from] as number) *
                (moves[w] as number) *
                (local[next] as number) *
                (backward[next] as number)) /
              (scaleAt[i] as number);
            const g = expected - (tags[i - 1] === from && tags[i] === to ? 1 : 0);
            if (Math.abs(g) < 1e-4) continue;
            transitionSquares[w] = (transitionSquares[w] as number) + g * g;
            transitions[w] = (transitions[w] as number) - (rate * g) / Math.sqrt(transitionSquares[w] as number);
          }
    }
    if (epoch + 1 === options.keep.afterEpoch) prune(examples, rows, options.keep.rows);
    report(
      `epoch ${epoch + 1}: ${examples.length} texts, ${tokens} tokens, loss ${(loss / tokens).toFixed(5)} a token`,
    );
  }
  return { rows, transitions };
}

/** Keeps the rows with the most weight in use (their norm times the root of their count); the others leave all examples. */
function prune(examples: readonly Encoded[], rows: Float32Array, keep: number): void {
  const uses = new Uint32Array(rows.length / TAG_COUNT);
  for (const { features } of examples) for (const feature of features) if (feature >= 0) (uses[feature] as number) += 1;
  const worth = Float32Array.from(uses, (count, row) => {
    let norm = 0;
    for (let tag = 0; tag < TAG_COUNT; tag++) norm += (rows[row * TAG_COUNT + tag] as number) ** 2;
    return count < 2 ? 0 : Math.sqrt(norm * count);
  });
  const least = Float32Array.from(worth).sort()[worth.length - keep] ?? 0;
  for (let row = 0; row < worth.length; row++)
    if (!((worth[row] as number) > least)) rows.fill(0, row * TAG_COUNT, (row + 1) * TAG_COUNT);
  for (const { features } of examples)
    for (let f = 0; f < features.length; f++)
      if ((features[f] as number) >= 0 && !((worth[features[f] as number] as number) > least)) features[f] = -1;
}

function scoreOf(scores: Float64Array, tags: Uint8Array, transitions: Float64Array): number {
  let score = 0;
  for (let i = 0; i < tags.length; i++) {
    score += scores[i * TAG_COUNT + (tags[i] as number)] as number;
    if (i > 0) score += transitions[(tags[i - 1] as number) * TAG_COUNT + (tags[i] as number)] as number;
  }
  return score;
}

/** Share of tokens with the right tag, of those that are part of an identifier and of the others. */
export function accuracy(examples: readonly Encoded[], { rows, transitions }: Trained) {
  const crf = createCrf({ rows, scale: 1, transitions });
  const counts = { inside: 0, insideRight: 0, outside: 0, outsideRight: 0 };
  for (const { features, tags } of examples) {
    const found = crf.bestTags(crf.emissions(features, tags.length), tags.length);
    for (let i = 0; i < tags.length; i++) {
      const part = tags[i] === 0 ? 'outside' : 'inside';
      counts[part] += 1;
      if (found[i] === tags[i]) counts[`${part}Right`] += 1;
    }
  }
  return { inside: counts.insideRight / counts.inside, outside: counts.outsideRight / counts.outside };
}
