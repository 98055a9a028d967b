import { drawSome } from '../../learning/episodes.ts';
import type { DenseRows, Episode } from '../../learning/metric.ts';
import type { Random } from '../../learning/random.ts';

export interface EpisodeShape {
  ways: number;
  shots: number;
  queries: number;
}

/** Which rows an episode shows of each of its classes, and which it asks about. */
export interface DrawnEpisode {
  shots: number[][];
  queries: Uint32Array;
  truth: Uint16Array;
}

/** Classes by chance, of each some texts to learn from and others to ask about: fewer where a class has no more. */
export function drawEpisode(
  members: readonly (readonly number[])[],
  { ways, shots, queries }: EpisodeShape,
  random: Random,
): DrawnEpisode {
  const drawn = drawSome([...members.keys()], ways, random).map((c) =>
    drawSome(members[c] ?? [], shots + queries, random),
  );
  return {
    shots: drawn.map((own) => own.slice(0, shots)),
    queries: Uint32Array.from(drawn.flatMap((own) => own.slice(shots))),
    truth: Uint16Array.from(drawn.flatMap((own, c) => own.slice(shots).map(() => c))),
  };
}

/** The vectors of an episode: mean rows of its shots, and its queries. */
export function toEpisode({ vectors, dim }: DenseRows, { shots, queries, truth }: DrawnEpisode): Episode {
  const prototypes = new Float32Array(shots.length * dim);
  shots.forEach((own, c) => {
    for (const i of own)
      for (let d = 0; d < dim; d++)
        prototypes[c * dim + d] = (prototypes[c * dim + d] ?? 0) + (vectors[i * dim + d] ?? 0) / own.length;
  });
  const asked = new Float32Array(queries.length * dim);
  for (const [q, i] of queries.entries()) asked.set(vectors.subarray(i * dim, (i + 1) * dim), q * dim);
  return { prototypes, queries: asked, truth };
}
