import { describe, expect, it } from 'vitest';
import { strategySettings } from '../../../activities/5-selection/strategy-settings.ts';
import type { Task } from '../../../contracts/training.ts';
import { agglomerate, cutTree } from '../../../learning/agglomerative.ts';
import { densityClusters, NOISE } from '../../../learning/density-clusters.ts';
import { PairDistances } from '../../../learning/pair-distances.ts';
import { fitPca, project } from '../../../learning/pca.ts';
import { Random } from '../../../learning/random.ts';
import { unsupervisedStyle } from '../../../plugins/styles/unsupervised.ts';
import { makeRecords } from '../../support/datasets.ts';

/** Points on a line as distances: three near 0, three near 10, one far from all. */
function line(points: readonly number[]): PairDistances {
  const distances = new PairDistances(points.length);
  points.forEach((a, i) => {
    points.slice(0, i).forEach((b, j) => {
      distances.set(i, j, Math.abs(a - b));
    });
  });
  return distances;
}
const POINTS = [0, 10, 0.5, 10.5, 1, 11, 40];

describe('clusters by density', () => {
  it('are what lies close together, and the rest is noise', () => {
    const { clusters, clusterCount } = densityClusters(line(POINTS), { distanceMax: 1, neighboursMin: 3 });
    expect([...clusters]).toEqual([0, 1, 0, 1, 0, 1, NOISE]);
    expect(clusterCount).toBe(2);
  });
});

describe('clusters by joining', () => {
  it('joins nearest first, at the mean distance of the clusters', () => {
    const merges = agglomerate(line([0, 1, 4]));
    expect(merges.map(({ distance }) => distance)).toEqual([1, 3.5]);
  });

  it('is cut at a number of clusters or at a distance', () => {
    const merges = agglomerate(line(POINTS));
    expect([...cutTree(merges, { clusterCount: 3 }).clusters]).toEqual([0, 1, 0, 1, 0, 1, 2]);
    expect(cutTree(merges, { distanceMax: 2 }).clusterCount).toBe(3);
    expect(cutTree(merges, { distanceMax: 100 }).clusterCount).toBe(1);
  });
});

describe('principal components', () => {
  it('are the directions of most spread, most first', () => {
    const random = new Random(1);
    const vectors = Float32Array.from({ length: 900 }, (_, i) => random.normal() * ([0.1, 5, 1][i % 3] ?? 0));
    const pca = fitPca({ vectors, dim: 3 }, 2);
    expect(Math.abs(pca.components[1] ?? 0)).toBeCloseTo(1, 2);
    expect(Math.abs(pca.components[5] ?? 0)).toBeCloseTo(1, 2);
    expect(project({ vectors, dim: 3 }, pca).dim).toBe(2);
  });
});

const TASK: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: ['sleep', 'work'] };
const records = makeRecords(160, { seed: 1 });

async function train(settings: object, checkpoint: { step: number; bytes: Uint8Array } | null = null) {
  const saved: { step: number; bytes: Uint8Array }[] = [];
  const open = (list: typeof records) =>
    async function* () {
      yield* list;
    };
  const model = await unsupervisedStyle.train({
    train: open(records),
    validation: open([]),
    task: TASK,
    settings: unsupervisedStyle.settings.parse(settings),
    seed: 3,
    checkpoint,
    hooks: {
      onTotal: () => undefined,
      async afterStep(step, _loss, state) {
        saved.push({ step, bytes: state() });
      },
    },
  });
  const evaluate = () =>
    unsupervisedStyle.evaluate({ model: model.files, test: open(makeRecords(80, { seed: 2 })), task: TASK, seed: 1 });
  return { model, saved, evaluate };
}

describe.each([
  { cluster_method: 'dbscan' },
  { cluster_method: 'hierarchical', num_clusters: 2 },
  { cluster_method: 'kmeans', num_clusters: 2, dimensionality_reduction: 'pca', reduction_dims: 8 },
])('$cluster_method as the method', (settings) => {
  it('finds the topics, draws a map of them and predicts', async () => {
    const { model, evaluate } = await train(settings);
    const evaluation = await evaluate();
    expect(evaluation.better_than_baseline).toBe(true);
    expect(evaluation.cluster_map).toHaveLength(80);
    const texts = ['awake all night, tired in bed', 'the boss and the deadline at the office'];
    const said = (await unsupervisedStyle.predict?.({ model: model.files, task: TASK, texts, candidates: null })) ?? [];
    expect(said[0]?.best).not.toBe(said[1]?.best);
  });

  it('goes on from a checkpoint to the bytes of an undisturbed training', async () => {
    const { model, saved } = await train(settings);
    const resumed = await train(settings, saved[0]);
    expect(resumed.model.files).toEqual(model.files);
  });
});

describe('settings of the unsupervised style', () => {
  const problem = (settings: object) =>
    unsupervisedStyle.settings.safeParse(settings).error?.issues.map(({ path, message }) => `${path}: ${message}`) ??
    [];

  it.each([
    [{ cluster_method: 'dbscan', num_restarts: 3 }, 'num_restarts: is used by kmeans only'],
    [{ cluster_distance_threshold: 0.3 }, 'cluster_distance_threshold: is used by dbscan and hierarchical only'],
    [{ reduction_dims: 8 }, 'reduction_dims: is used by pca only'],
    [{ dimensionality_reduction: 'umap' }, 'dimensionality_reduction: only none and pca'],
    [{ num_clusters: -4 }, 'num_clusters: Too small'],
    [{ cluster_method: 'dbscan', max_texts: 9000 }, 'max_texts: must be 8000 or less'],
  ])('%j is refused', (settings, message) => {
    expect(problem(settings).join()).toContain(message);
  });

  it.each([
    { cluster_method: 'dbscan', cluster_distance_threshold: 0.5 },
    { cluster_method: 'dbscan', min_cluster_size: 3 },
    { cluster_method: 'hierarchical', cluster_distance_threshold: 0.9 },
    { cluster_method: 'hierarchical', max_texts: 60 },
    { dimensionality_reduction: 'pca' },
    { max_texts: 60 },
  ])('%j changes the model', async (settings) => {
    const { cluster_method = 'kmeans' } = settings as { cluster_method?: string };
    const [usual, other] = [await train({ cluster_method }), await train(settings)];
    expect(other.model.files).not.toEqual(usual.model.files);
  });

  it('a strategy sets nothing that the method does not use', () => {
    expect(Object.keys(strategySettings('fast', unsupervisedStyle))).toContain('max_iterations');
    expect(strategySettings('fast', unsupervisedStyle, { cluster_method: 'dbscan' })).toEqual({});
  });

  it('says what to do where everything is one cluster', async () => {
    await expect(train({ cluster_method: 'hierarchical', cluster_distance_threshold: 2 })).rejects.toMatchObject({
      type: 'StyleUnsupported',
      message: expect.stringContaining('take kmeans'),
    });
  });
});
