import { centreRows, type DenseRows, meanOf } from '../../learning/clusters.ts';
import { fitPca, type Pca, project } from '../../learning/pca.ts';
import type { Pause } from './features.ts';
import { type Embedding, embedTexts } from './static-table.ts';
import type { UnsupervisedSettings } from './unsupervised-settings.ts';

/** Where texts become rows that clusters are found among: embeddings about the mean, in fewer dimensions where asked. */
export interface Space {
  mean: Float32Array;
  pca: Pca | null;
}

const DIMENSIONS = 50;

export function fitSpace(embedded: DenseRows, options: UnsupervisedSettings): Space {
  const mean = meanOf(embedded);
  if (options.dimensionality_reduction === 'none') return { mean, pca: null };
  return { mean, pca: fitPca(centreRows(embedded, mean), options.reduction_dims ?? DIMENSIONS) };
}

/** The rows, of length 1 each. */
export function toRows(embedded: DenseRows, { mean, pca }: Space): DenseRows {
  const rows = centreRows(embedded, mean);
  if (pca === null) return rows;
  const projected = project(rows, pca);
  return centreRows(projected, new Float32Array(projected.dim));
}

export const rowsOfTexts = async (
  texts: readonly string[],
  { space, embedding }: { space: Space; embedding: Embedding },
  pause: Pause,
): Promise<DenseRows> => toRows(await embedTexts(texts, { embedding, pause }), space);
