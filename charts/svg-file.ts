import type { Markup } from './html.ts';

const [INK, SOFT, MAIN, BACK] = ['#1b2330', '#5a6678', '#2f5fd0', '#ffffff'];

/** What run-page.css makes of the classes in its light form, as attributes: style sheets in files are often not allowed. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  chart: `font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif" font-size="12" fill="${INK}"`,
  tick: `fill="${SOFT}"`,
  label: `fill="${SOFT}"`,
  value: `fill="${INK}"`,
  grid: 'stroke="#dde2ea"',
  axis: `stroke="${SOFT}"`,
  line: `fill="none" stroke="${MAIN}" stroke-width="2.5" stroke-linejoin="round"`,
  area: `fill="${MAIN}" fill-opacity="0.1"`,
  dot: `fill="${MAIN}"`,
  ideal: `stroke="${SOFT}" stroke-dasharray="5 5"`,
  track: 'fill="#f1f3f7"',
  cell: 'fill="#eff2f6"',
  hit: `fill="${MAIN}"`,
  miss: 'fill="#b3261e"',
  count: `fill="${INK}"`,
  'count on': `fill="${BACK}" font-weight="650"`,
  'count none': `fill="${SOFT}" fill-opacity="0.6"`,
};

/** A chart as the text of an SVG file that stands by itself; empty where there was nothing to draw. */
export function toSvgFile({ text }: Markup): string {
  if (text === '') return '';
  return `${text
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace('</desc>', `</desc><rect width="100%" height="100%" fill="${BACK}"/>`)
    .replace(/ class="([^"]*)"/g, (_, name: string) => ` ${ATTRIBUTES[name] ?? ''}`)}\n`;
}
