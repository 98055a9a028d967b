import { formatCount, formatScore } from './figures.ts';
import { html, type Markup } from './html.ts';

/**
 * Charts as SVG: pure, without script, coloured by classes: on a page by run-page.css, so that they follow dark and light; in a file of their own by svg-file.ts.
 * Each has a title and a description that say in words what the picture says.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The frame of every chart. Its ids come from the title, which is another for each chart of a page. */
export function frame(
  size: { width: number; height: number },
  words: { title: string; text: string },
  body: Markup,
): Markup {
  const id = `chart-${words.title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  return html`<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${words.title}</title><desc id="${id}-d">${words.text}</desc>${body}</svg>`;
}

/** Round values that cover a range, about `count` of them. */
export function ticksOf(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

export const round = (value: number) => Math.round(value * 100) / 100;

/** A curve over steps: the loss of a training. */
export function lineChart(points: readonly Point[], words: { title: string; x: string; y: string }): Markup {
  const usable = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const [width, height, left, right, top, bottom] = [640, 260, 56, 16, 16, 40];
  const xs = usable.map(({ x }) => x);
  const ys = usable.map(({ y }) => y);
  const [xLow, xHigh] = [Math.min(...xs), Math.max(...xs)];
  const spread = Math.max(...ys) - Math.min(...ys) || Math.abs(ys[0] ?? 1) || 1;
  const yLow = Math.min(...ys) >= 0 ? Math.max(0, Math.min(...ys) - spread * 0.1) : Math.min(...ys) - spread * 0.1;
  const yHigh = Math.max(...ys) + spread * 0.05;
  const toX = (x: number) => round(left + ((x - xLow) / (xHigh - xLow || 1)) * (width - left - right));
  const toY = (y: number) => round(height - bottom - ((y - yLow) / (yHigh - yLow || 1)) * (height - top - bottom));
  const first = usable[0];
  const last = usable.at(-1);
  if (first === undefined || last === undefined) return html``;
  const path = usable.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${toX(x)} ${toY(y)}`).join('');
  const area = `${path}L${toX(last.x)} ${height - bottom}L${toX(first.x)} ${height - bottom}Z`;
  const lowest = usable.reduce((best, point) => (point.y < best.y ? point : best));
  const text = `${words.y} from ${formatScore(first.y)} at ${words.x} ${first.x} to ${formatScore(last.y)} at ${words.x} ${last.x}; lowest ${formatScore(lowest.y)} at ${words.x} ${lowest.x}.`;
  return frame(
    { width, height },
    { title: words.title, text },
    html`${ticksOf(yLow, yHigh, 6).map(
      (y) =>
        html`<line class="grid" x1="${left}" x2="${width - right}" y1="${toY(y)}" y2="${toY(y)}"/><text class="tick" x="${left - 8}" y="${toY(y) + 4}" text-anchor="end">${Number(y.toPrecision(6))}</text>`,
    )}${ticksOf(xLow, xHigh, 8)
      .filter(Number.isInteger)
      .map((x) => html`<text class="tick" x="${toX(x)}" y="${height - bottom + 18}" text-anchor="middle">${x}</text>`)}
<line class="axis" x1="${left}" x2="${width - right}" y1="${height - bottom}" y2="${height - bottom}"/>
<path class="area" d="${area}"/><path class="line" d="${path}"/><circle class="dot" cx="${toX(last.x)}" cy="${toY(last.y)}" r="4"/>
<text class="label" x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">${words.x}</text>
<text class="label" x="14" y="${(height - bottom + top) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(height - bottom + top) / 2})">${words.y}</text>`,
  );
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What stands at the bar; left out, the value. */
  readonly note?: string;
  readonly isMain?: boolean;
}

/** Horizontal bars, the longest of length 1 unless `max` says what full is. */
export function barChart(bars: readonly Bar[], words: { title: string; max?: number }): Markup {
  const [width, row, left, right] = [520, 28, 150, 84];
  const full = words.max ?? Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const room = width - left - right;
  const text = bars.map(({ label, value, note }) => `${label}: ${note ?? formatScore(value)}`).join('; ');
  return frame(
    { width, height: bars.length * row + 4 },
    { title: words.title, text },
    html`${bars.map(({ label, value, note, isMain }, i) => {
      const length = round(Math.max(0, Math.min(1, value / full)) * room);
      const y = i * row + 4;
      return html`<text class="label" x="${left - 10}" y="${y + 15}" text-anchor="end">${shorten(label, 21)}<title>${label}</title></text><rect class="track" x="${left}" y="${y + 3}" width="${room}" height="16" rx="3"/><rect class="${isMain === false ? 'bar minor' : 'bar'}" x="${left}" y="${y + 3}" width="${length}" height="16" rx="3"/><text class="value" x="${left + room + 8}" y="${y + 15}">${note ?? formatScore(value)}</text>`;
    })}`,
  );
}

/** Counts of true label by predicted label; the shade is the share of the true label's examples. */
export function confusionChart({ labels, counts }: { labels: readonly string[]; counts: readonly number[][] }): Markup {
  const size = labels.length > 16 ? 26 : labels.length > 8 ? 38 : 52;
  const [left, top] = [170, 112];
  const width = Math.max(left + labels.length * size + 90, 420);
  const height = top + labels.length * size + 30;
  const wrong = counts
    .flatMap((row, i) => row.map((count, j) => ({ count, i, j })))
    .filter(({ count, i, j }) => i !== j && count > 0)
    .toSorted((a, b) => b.count - a.count)[0];
  const hits = counts.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const most = wrong ? ` Most often confused: ${labels[wrong.i]} taken for ${labels[wrong.j]}, ${wrong.count}.` : '';
  return frame(
    { width, height },
    { title: 'Confusion matrix', text: `${hits} of ${all} examples on the diagonal.${most}` },
    html`<text class="label" x="${left + (labels.length * size) / 2}" y="14" text-anchor="middle">predicted</text>
<text class="label" x="14" y="${top + (labels.length * size) / 2}" text-anchor="middle" transform="rotate(-90 14 ${top + (labels.length * size) / 2})">true</text>
${labels.map((label, j) => {
  const x = left + j * size + size / 2;
  return html`<text class="tick" x="${x}" y="${top - 8}" transform="rotate(-45 ${x} ${top - 8})">${shorten(label, 18)}<title>${label}</title></text>`;
})}
${labels.map((label, i) => {
  const total = (counts[i] ?? []).reduce((sum, count) => sum + count, 0);
  const y = top + i * size;
  return html`<text class="tick" x="${left - 8}" y="${y + size / 2 + 4}" text-anchor="end">${shorten(label, 20)}<title>${label}</title></text>${(
    counts[i] ?? []
  ).map((count, j) => {
    const share = total === 0 ? 0 : count / total;
    const x = left + j * size;
    const kind = i === j ? 'hit' : 'miss';
    return html`<g><title>true ${label}, predicted ${labels[j]}: ${count} of ${total}</title><rect class="cell" x="${x + 1}" y="${y + 1}" width="${size - 2}" height="${size - 2}" rx="3"/><rect class="${kind}" x="${x + 1}" y="${y + 1}" width="${size - 2}" height="${size - 2}" rx="3" opacity="${round(count === 0 ? 0 : 0.15 + 0.85 * share)}"/><text class="${share > 0.55 ? 'count on' : count === 0 ? 'count none' : 'count'}" x="${x + size / 2}" y="${y + size / 2 + 4}" text-anchor="middle">${formatCount(count)}</text></g>`;
  })}<text class="value" x="${left + labels.length * size + 10}" y="${y + size / 2 + 4}">${formatCount(total)}</text>`;
})}`,
  );
}

export interface CalibrationBin {
  /** Mean confidence of the predictions in the bin, 0 to 1. */
  readonly confidence: number;
  /** Share of them that was right. */
  readonly accuracy: number;
  readonly count: number;
}

/** How often predictions of a confidence are right; the diagonal is a model that knows what it does not know. */
export function calibrationChart(bins: readonly CalibrationBin[]): Markup {
  const [size, left, top, bottom] = [300, 56, 12, 44];
  const toX = (value: number) => round(left + value * size);
  const toY = (value: number) => round(top + (1 - value) * size);
  const filled = bins.filter(({ count }) => count > 0);
  const most = Math.max(...filled.map(({ count }) => count), 1);
  const text = filled
    .map(
      ({ confidence, accuracy, count }) =>
        `confidence ${formatScore(confidence)}: ${formatScore(accuracy)} right of ${count}`,
    )
    .join('; ');
  return frame(
    { width: left + size + 20, height: top + size + bottom },
    { title: 'Calibration', text },
    html`${[0, 0.25, 0.5, 0.75, 1].map(
      (value) =>
        html`<line class="grid" x1="${left}" x2="${left + size}" y1="${toY(value)}" y2="${toY(value)}"/><text class="tick" x="${left - 8}" y="${toY(value) + 4}" text-anchor="end">${value}</text><text class="tick" x="${toX(value)}" y="${top + size + 18}" text-anchor="middle">${value}</text>`,
    )}<line class="ideal" x1="${toX(0)}" y1="${toY(0)}" x2="${toX(1)}" y2="${toY(1)}"/>
<path class="line" d="${filled.map(({ confidence, accuracy }, i) => `${i === 0 ? 'M' : 'L'}${toX(confidence)} ${toY(accuracy)}`).join('')}"/>
${filled.map(({ confidence, accuracy, count }) => html`<circle class="dot" cx="${toX(confidence)}" cy="${toY(accuracy)}" r="${round(3 + 6 * Math.sqrt(count / most))}"><title>confidence ${formatScore(confidence)}, right ${formatScore(accuracy)}, ${count} examples</title></circle>`)}
<text class="label" x="${left + size / 2}" y="${top + size + 38}" text-anchor="middle">confidence</text>
<text class="label" x="14" y="${top + size / 2}" text-anchor="middle" transform="rotate(-90 14 ${top + size / 2})">share right</text>`,
  );
}

export interface LineageNode {
  readonly kind: string;
  readonly name: string;
  readonly note: string;
  /** Rows of the column before that it is made of; left out, all of them. */
  readonly from?: readonly number[];
}

/** The way of the data from file to model: a column for each step, arrows between, parallel outputs in one column. */
export function lineageChart(columns: readonly (readonly LineageNode[])[]): Markup {
  const [boxWidth, boxHeight, gapX, gapY, pad] = [172, 72, 36, 14, 4];
  const rows = Math.max(...columns.map((column) => column.length), 1);
  const height = rows * boxHeight + (rows - 1) * gapY + 2 * pad;
  const width = columns.length * boxWidth + (columns.length - 1) * gapX + 2 * pad;
  const xOf = (column: number) => pad + column * (boxWidth + gapX);
  const yOf = (column: number, row: number) => {
    const used = (columns[column] ?? []).length;
    const block = used * boxHeight + (used - 1) * gapY;
    return (height - block) / 2 + row * (boxHeight + gapY);
  };
  const arrows = columns.slice(1).flatMap((column, i) =>
    (columns[i] ?? []).flatMap((_, from) =>
      column.flatMap((node, to) => {
        if (node.from && !node.from.includes(from)) return [];
        const [x1, y1] = [xOf(i) + boxWidth, yOf(i, from) + boxHeight / 2];
        const [x2, y2] = [xOf(i + 1), yOf(i + 1, to) + boxHeight / 2];
        const middle = (x1 + x2) / 2;
        return [
          html`<path class="edge" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2 - 6} ${y2}"/><path class="tip" d="M${x2} ${y2}l-8 -4v8z"/>`,
        ];
      }),
    ),
  );
  const text = columns
    .map((column) => column.map(({ kind, name, note }) => `${kind} ${name} (${note})`).join(' and '))
    .join(', then ');
  return frame(
    { width, height },
    { title: 'Lineage', text },
    html`${arrows}${columns.flatMap((column, i) =>
      column.map(({ kind, name, note }, row) => {
        const [x, y] = [xOf(i), yOf(i, row)];
        return html`<g><title>${kind}: ${name}, ${note}</title><rect class="node" x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="8"/><text class="kind" x="${x + 12}" y="${y + 20}">${kind}</text><text class="name" x="${x + 12}" y="${y + 40}">${shorten(name, 17)}</text><text class="tick" x="${x + 12}" y="${y + 58}">${shorten(note, 25)}</text></g>`;
      }),
    )}`,
  );
}

function shorten(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
