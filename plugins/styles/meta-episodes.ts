import { drawSome } from '../../learning/episodes.ts';
import type { Episode } from '../../learning/metric.ts';
import type { Random } from '../../learning/random.ts';

export interface EpisodeShape {
  ways: number;
  shots: number;
  queries: number;
}

export interface DrawnEpisode extends Episode {
  /** Which rows the queries are. */
  rows: Uint32Array;
}

/** Classes by chance, of each some texts to learn from and others to ask about. */
export function drawEpisode(
  { vectors, dim }: { vectors: Float32Array; dim: number },
  members: readonly (readonly number[])[],
  { ways, shots, queries }: EpisodeShape,
  random: Random,
): DrawnEpisode {
  const classes = drawSome([...members.keys()], ways, random);
  const prototypes = new Float32Array(classes.length * dim);
  const [rows, truth]: [number[], number[]] = [[], []];
  classes.forEach((member, c) => {
    const own = drawSome(members[member] ?? [], shots + queries, random);
    for (const i of own.slice(0, shots))
      for (let d = 0; d < dim; d++)
        prototypes[c * dim + d] = (prototypes[c * dim + d] ?? 0) + (vectors[i * dim + d] ?? 0) / shots;
    for (const i of own.slice(shots)) {
      rows.push(i);
      truth.push(c);
    }
  });
  const asked = new Float32Array(rows.length * dim);
  for (const [q, i] of rows.entries()) asked.set(vectors.subarray(i * dim, (i + 1) * dim), q * dim);
  return { prototypes, queries: asked, truth: Uint16Array.from(truth), rows: Uint32Array.from(rows) };
}
