/** Pieces of Markdown that hold measured figures. */

export function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

export const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
export const figure = (value: number | null | undefined) =>
  value == null ? '–' : String(Number(value.toPrecision(4)));
export const percent = (share: number) => `${figure(100 * share)} %`;
