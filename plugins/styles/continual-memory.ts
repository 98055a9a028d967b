import { activate, type Network, outputsOf } from '../../learning/network.ts';
import type { Random } from '../../learning/random.ts';
import { softmaxInPlace } from '../../learning/softmax.ts';
import { pickRows, type SparseRows } from '../../learning/sparse.ts';
import type { ContinualSettings } from './continual-settings.ts';

/** At most `quota` of the rows, those that the strategy wants most, first the best. */
export function chooseKept(
  members: readonly number[],
  {
    rows,
    network,
    random,
    quota,
    strategy,
  }: {
    rows: SparseRows;
    network: Network;
    random: Random;
    quota: number;
    strategy: ContinualSettings['memory_selection_strategy'];
  },
): number[] {
  if (strategy === 'random') return random.shuffle([...members]).slice(0, quota);
  if (strategy === 'uncertainty') {
    const entropies = outputsOf(network, pickRows(rows, members)).map((logits) =>
      softmaxInPlace(logits).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0),
    );
    const ranked = [...members.keys()].sort((a, b) => (entropies[b] ?? 0) - (entropies[a] ?? 0) || a - b);
    return ranked.slice(0, quota).map((k) => members[k] ?? 0);
  }
  return herd(members, { rows, network, quota });
}

/**
 * Rows whose mean in the hidden layer stays closest to the mean of all, one after the other (Welling, Herding dynamical
 * weights to learn, 2009; as in iCaRL, Rebuffi et al., 2017).
 */
function herd(
  members: readonly number[],
  { rows, network, quota }: { rows: SparseRows; network: Network; quota: number },
): number[] {
  const { hidden } = network;
  const points = members.map((i) => {
    const point = new Float64Array(hidden);
    activate(network, rows, i, point);
    return point;
  });
  const mean = new Float64Array(hidden);
  for (const point of points)
    for (let d = 0; d < hidden; d++) mean[d] = (mean[d] ?? 0) + (point[d] ?? 0) / points.length;
  const sum = new Float64Array(hidden);
  const left = new Set(members.keys());
  const kept: number[] = [];
  while (kept.length < quota && left.size > 0) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (const k of left) {
      let distance = 0;
      for (let d = 0; d < hidden; d++)
        distance += ((mean[d] ?? 0) - ((sum[d] ?? 0) + (points[k]?.[d] ?? 0)) / (kept.length + 1)) ** 2;
      if (distance < least) [best, least] = [k, distance];
    }
    left.delete(best);
    kept.push(members[best] ?? 0);
    for (let d = 0; d < hidden; d++) sum[d] = (sum[d] ?? 0) + (points[best]?.[d] ?? 0);
  }
  return kept;
}
