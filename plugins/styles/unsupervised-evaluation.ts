import type { Evaluation } from '../../contracts/training.ts';
import { assignTo, type DenseRows, mutualInformation, silhouettes } from '../../learning/clusters.ts';
import { pairedBootstrap } from '../../learning/metrics.ts';
import { fitPca, project } from '../../learning/pca.ts';
import { Random } from '../../learning/random.ts';
import type { Pause } from './features.ts';
import type { ClusterModel, ClusterTexts } from './unsupervised.ts';
import { rowsOfTexts } from './unsupervised-space.ts';

/** With fewer texts an interval says nothing. Our choice. */
const TEXTS_MIN = 20;
const DRAWS = 400;
/** Points on the map of clusters: what a picture can show, and a workflow's history should hold. */
const POINTS_MAX = 300;

/**
 * Unseen texts, each put to its nearest center. Beside the clusters the same clusters dealt out by chance: they keep their
 * sizes, so what a partition of such sizes gets for nothing is taken off. Judged by labels where the texts have any
 * (mutual information), else by how far apart the clusters are (silhouette).
 */
export async function judgeClusters(
  { centers, space, embedding, clusters: known }: ClusterModel,
  { texts, labels, skipped }: ClusterTexts,
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const labelled = labels === null ? [] : [...labels.keys()].filter((i) => (labels[i] ?? -1) >= 0);
  const byLabel = labels !== null && labelled.length >= TEXTS_MIN;
  const base = {
    split: 'test' as const,
    example_count: byLabel ? labelled.length : texts.length,
    primary_metric: byLabel ? 'mutual_information' : 'silhouette',
    per_class: [],
    confusion: null,
    counts: skipped,
    clusters: known,
  };
  if (texts.length < TEXTS_MIN) {
    const reason = `the test split holds ${texts.length} texts; ${TEXTS_MIN} are needed`;
    return {
      ...base,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      unmeasured: { silhouette: reason, mutual_information: reason },
      better_than_baseline: false,
    };
  }
  const rows = await rowsOfTexts(texts, { space, embedding }, pause);
  const { clusters } = assignTo(rows, centers);
  const cluster_map = mapOf(rows, clusters, seed);
  const random = new Random(seed);
  const dealt = random.shuffle(clusters.slice());
  const spread = [clusters, dealt].map((each) => silhouettes(rows, each, known.length));
  const meanOver = (values: ArrayLike<number> | undefined, drawn: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < drawn.length; i++) sum += values?.[drawn[i] ?? 0] ?? 0;
    return sum / drawn.length;
  };
  const informationOf = (each: Uint16Array, drawn: ArrayLike<number>) =>
    mutualInformation(
      Array.from(drawn, (i) => each[i] ?? 0),
      Array.from(drawn, (i) => labels?.[i] ?? 0),
    );
  const all = [...texts.keys()];
  const scoresOf = (each: Uint16Array, silhouette: Float64Array | undefined) => ({
    silhouette: meanOver(silhouette, all),
    ...(byLabel && { mutual_information: informationOf(each, labelled) }),
  });
  const [scores, baseline] = [scoresOf(clusters, spread[0]), scoresOf(dealt, spread[1])];
  const gainOn = (drawn: ArrayLike<number>) =>
    byLabel
      ? informationOf(clusters, drawn) - informationOf(dealt, drawn)
      : meanOver(spread[0], drawn) - meanOver(spread[1], drawn);
  const pool = byLabel ? labelled : all;
  const interval = await pairedBootstrap(pool.length, (drawn) => gainOn(Array.from(drawn, (i) => pool[i] ?? 0)), {
    ...{ seed, pause },
    draws: DRAWS,
  });
  return {
    ...base,
    cluster_map,
    scores,
    baselines: { clusters_by_chance: baseline },
    gain_over_baseline: { baseline: 'clusters_by_chance', value: gainOn(pool), interval_95: interval },
    unmeasured: byLabel ? {} : { mutual_information: 'too few texts have a label to compare with' },
    better_than_baseline: interval[0] > 0,
  };
}

/** Some of the texts, drawn by chance, on the two directions along which all of them spread most. */
function mapOf(rows: DenseRows, clusters: Uint16Array, seed: number): NonNullable<Evaluation['cluster_map']> {
  const { vectors } = project(rows, fitPca(rows, 2));
  const shown = new Random(seed).shuffle([...clusters.keys()]).slice(0, POINTS_MAX);
  const coordinate = (at: number) => Number((vectors[at] ?? 0).toFixed(3));
  return shown.map((i) => ({ x: coordinate(2 * i), y: coordinate(2 * i + 1), cluster: clusters[i] ?? 0 }));
}
