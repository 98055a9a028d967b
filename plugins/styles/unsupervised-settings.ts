import { z } from 'zod';
import { defineSettings } from './settings.ts';

const NO_PATTERNS = 'the embedded trainer finds clusters, no sequences or rules';

export const UnsupervisedSettingsSchema = defineSettings(
  {
    num_clusters: z.int().min(2).max(1000).default(10).describe('Clusters'),
    cluster_method: z.literal('kmeans').default('kmeans').describe('Spherical k-means'),
    num_restarts: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('Starts by chance, of which the tightest clustering is kept'),
    max_iterations: z.int().min(1).max(10_000).default(100).describe('Most iterations from one start'),
    min_cluster_size: z
      .int()
      .min(2)
      .max(1_000_000)
      .default(5)
      .describe('Texts a cluster, and each typical term in it, needs before its terms are shown'),
    terms_per_cluster: z.int().min(1).max(50).default(8).describe('Typical terms shown of a cluster'),
  },
  {
    dimensionality_reduction: 'k-means works on the 256 dimensions of the static embedding',
    reduction_dims: 'k-means works on the 256 dimensions of the static embedding',
    max_cluster_size: 'k-means does not limit the size of a cluster',
    cluster_distance_threshold: 'k-means is given num_clusters, no distance',
    pattern_discovery_enabled: NO_PATTERNS,
    pattern_types: NO_PATTERNS,
  },
);
