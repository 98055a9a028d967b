import { readFileSync } from 'node:fs';
import { assignTo, centreRows, type DenseRows, meanOf, sphericalKMeans } from '../../learning/clusters.ts';
import { Random } from '../../learning/random.ts';
import { embedInto, readStaticTable } from '../../learning/static-embedding.ts';

/** One byte a word; none has cluster 0. */
const FINE = 255;
const COARSE = 40;
const ITERATIONS_MAX = 12;

/**
 * Words that stand for similar things, so that what is learned of one is known of the others (Turian, Ratinov and Bengio,
 * Word representations, 2010; Ratinov and Roth, 2009): k-means over the vectors of learning/static-table. The clusters
 * are clustered once more, into few that are broad.
 */
export function clusterWords(seed: number): { clusterOf: Map<string, number>; broad: number[] } {
  const folder = new URL('../../learning/static-table/', import.meta.url);
  const vocabulary = readFileSync(new URL('vocabulary.txt', folder), 'utf8');
  const table = readStaticTable(readFileSync(new URL('table.bin', folder)), vocabulary);
  const random = new Random(seed);
  const whole = vocabulary.split('\n').filter((piece) => /^[a-z]{2,}$/.test(piece));
  const rowsOf = (list: readonly string[]): DenseRows => {
    const { dim } = table;
    const vectors = new Float32Array(list.length * dim);
    for (const [i, word] of list.entries()) embedInto(table, word, vectors.subarray(i * dim, (i + 1) * dim));
    return { vectors, dim };
  };
  const raw = rowsOf(whole);
  const rows = centreRows(raw, meanOf(raw));
  const { centers } = sphericalKMeans(rows, { clusterCount: FINE, iterationsMax: ITERATIONS_MAX, random });
  const { clusters } = assignTo(rows, centers);
  const fine: DenseRows = { vectors: centers, dim: raw.dim };
  const coarse = sphericalKMeans(fine, { clusterCount: COARSE, iterationsMax: 50, random });
  return {
    clusterOf: new Map(whole.map((word, i) => [word, (clusters[i] ?? 0) + 1])),
    broad: [0, ...[...assignTo(fine, coarse.centers).clusters].map((cluster) => cluster + 1)],
  };
}
