import { frame, round } from './charts.ts';
import { formatCount } from './figures.ts';
import { html, type Markup } from './html.ts';

export interface MapPoint {
  readonly x: number;
  readonly y: number;
  /** Index into the clusters. */
  readonly cluster: number;
}

/** Colours that people with colour-blindness tell apart (Okabe and Ito, 2008), then again with a ring. */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#f0e442', '#7f7f7f'];
const LEGEND_MAX = 16;

/** Texts as points of the plane, coloured by cluster, beside the clusters with what they are about. */
export function clusterMap(
  points: readonly MapPoint[],
  clusters: readonly { name: string; size: number; typical_terms: readonly string[] }[],
): Markup {
  const [side, pad, right] = [360, 14, 330];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const scale = (values: number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => round(pad + ((value - low) / (high - low || 1)) * (side - 2 * pad));
  };
  const [toX, toY] = [scale(xs), scale(ys)];
  const shown = clusters.slice(0, LEGEND_MAX);
  const height = Math.max(side, shown.length * 22 + 20);
  const dot = (cluster: number, x: number, y: number) =>
    html`<circle cx="${x}" cy="${y}" r="3.5" fill="${COLOURS[cluster % COLOURS.length]}" fill-opacity="0.75"${cluster >= COLOURS.length && html` stroke="#333" stroke-width="1"`}/>`;
  const about = (terms: readonly string[]) => terms.slice(0, 3).join(', ');
  const text = shown
    .map(
      ({ name, size, typical_terms }) =>
        `${name} (${formatCount(size)} texts): ${about(typical_terms) || 'no terms shown'}`,
    )
    .join('; ');
  return frame(
    { width: side + right, height },
    { title: 'Cluster map', text },
    html`<rect class="track" x="0" y="0" width="${side}" height="${side}" rx="6"/>${points.map(({ x, y, cluster }) => dot(cluster, toX(x), round(side - toY(y))))}${shown.map(
      ({ name, size, typical_terms }, c) =>
        html`${dot(c, side + 18, 16 + c * 22)}<text class="label" x="${side + 30}" y="${20 + c * 22}">${name}, ${formatCount(size)}: ${about(typical_terms) || '–'}</text>`,
    )}${clusters.length > LEGEND_MAX && html`<text class="tick" x="${side + 30}" y="${20 + LEGEND_MAX * 22}">and ${clusters.length - LEGEND_MAX} more</text>`}`,
  );
}
