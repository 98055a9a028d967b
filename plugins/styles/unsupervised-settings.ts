import { z } from 'zod';
import { defineSettings } from './settings.ts';
import { encoderSetting } from './static-table.ts';

const NO_PATTERNS = 'the embedded trainer finds clusters, no sequences or rules';
const METHOD_DEFAULTS = { kmeans: { num_restarts: 10, max_iterations: 100 }, dbscan: {}, hierarchical: {} };

/** All distances of so many texts are 128 MB. */
const COMPARED_MAX = 8000;

/** Which method, or reduction, a setting is for. */
const ONLY = [
  { name: 'num_restarts', by: 'cluster_method', values: ['kmeans'] },
  { name: 'max_iterations', by: 'cluster_method', values: ['kmeans'] },
  { name: 'cluster_distance_threshold', by: 'cluster_method', values: ['dbscan', 'hierarchical'] },
  { name: 'reduction_dims', by: 'dimensionality_reduction', values: ['pca'] },
] as const;

export const UnsupervisedSettingsSchema = defineSettings(
  {
    cluster_method: z
      .enum(['kmeans', 'dbscan', 'hierarchical'])
      .default('kmeans')
      .describe('Spherical k-means; DBSCAN, by density; or agglomerative clustering with average linkage'),
    num_clusters: z
      .int()
      .min(2)
      .max(1000)
      .default(10)
      .describe('Clusters; for dbscan the most that are kept, the largest first'),
    dimensionality_reduction: z
      .enum(['none', 'pca'], 'only none and pca: t-sne and umap cannot place texts that were not there at training')
      .default('none')
      .describe('none: clusters are found in all dimensions of the embedding; pca: in its principal components'),
    reduction_dims: z.int().min(2).max(256).optional().describe('Principal components (50); for pca only'),
    num_restarts: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Starts by chance, of which the tightest clustering is kept (10); for kmeans only'),
    max_iterations: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('Most iterations from one start (100); for kmeans only'),
    cluster_distance_threshold: z
      .number()
      .gt(0)
      .max(2)
      .optional()
      .describe(
        'Cosine distance within which texts are neighbours (dbscan; left out, it is chosen by the silhouette) or clusters are joined (hierarchical; left out, num_clusters says where to stop)',
      ),
    max_texts: z
      .int()
      .min(50)
      .max(1_000_000)
      .optional()
      .describe(
        'Texts, drawn by chance, that clusters are found among (10000 for kmeans; 3000, and 8000 at most, for dbscan and hierarchical, which compare all with all); others go to the nearest cluster',
      ),
    encoder: encoderSetting,
    min_cluster_size: z
      .int()
      .min(2)
      .max(1_000_000)
      .default(5)
      .describe(
        'Texts a cluster, and each typical term in it, needs before its terms are shown; for dbscan also the neighbours that make a cluster',
      ),
    terms_per_cluster: z.int().min(1).max(50).default(8).describe('Typical terms shown of a cluster'),
  },
  {
    max_cluster_size: 'no method here limits the size of a cluster',
    pattern_discovery_enabled: NO_PATTERNS,
    pattern_types: NO_PATTERNS,
  },
)
  .superRefine((settings, context) => {
    for (const { name, by, values } of ONLY)
      if (settings[name] !== undefined && !values.some((value) => value === settings[by]))
        context.addIssue({ code: 'custom', path: [name], message: `is used by ${values.join(' and ')} only` });
    const { cluster_method, max_texts = 0 } = settings;
    if (cluster_method !== 'kmeans' && max_texts > COMPARED_MAX)
      context.addIssue({
        code: 'custom',
        path: ['max_texts'],
        message: `must be ${COMPARED_MAX} or less: ${cluster_method} compares all texts with all`,
      });
  })
  .transform((settings) => ({ ...METHOD_DEFAULTS[settings.cluster_method], ...settings }));
export type UnsupervisedSettings = z.infer<typeof UnsupervisedSettingsSchema>;
