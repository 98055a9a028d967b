import { stripVTControlCharacters, styleText } from 'node:util';
import type { RunState } from '../../contracts/run.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An answer as a person reads it: a list as a table, an object as names and values, what lies deeper as short JSON.
 * Text of the answer is shown without control characters: it may not move the cursor of a terminal.
 */
export function formatAnswer(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return plain(String(answer));
  const list = listOf(answer as Fields);
  if (list === undefined) return formatFields(answer as Fields);
  return list.length === 0 ? 'none' : formatTable(list);
}

/** The one list an answer is about, such as `executions` beside `total`. */
function listOf(answer: Fields): Fields[] | undefined {
  const lists = Object.values(answer).filter((value): value is Fields[] => Array.isArray(value) && isRows(value));
  const rest = Object.values(answer).filter((value) => typeof value === 'object' && value !== null);
  return lists.length === 1 && rest.length === 1 ? lists[0] : undefined;
}

const isRows = (value: unknown[]) =>
  value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));

const COLUMN_WIDTH_MAX = 44;
const COLUMNS_MAX = 8;

/** Columns that hold something in some row, scalars before nested ones. */
export function formatTable(rows: readonly Fields[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => isScalar(row[name]) && row[name] !== null && row[name] !== undefined),
  );
  const columns = names.slice(0, COLUMNS_MAX);
  const cells = rows.map((row) => columns.map((name) => clip(show(row[name]))));
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(columns)), ...cells.map(line)].join('\n');
}

function formatFields(fields: Fields): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length), 0);
  return Object.entries(fields)
    .map(([name, value]) => `${bold(name.padEnd(width))}  ${show(value)}`)
    .join('\n');
}

/** One line a stage: a bar, the state, what it is at. */
export function formatRun(state: RunState, width = 20): string {
  const stages = state.stages.map(({ name, status, progress, activity, message, cached, error }) => {
    const bar = '█'.repeat(Math.round((progress / 100) * width)).padEnd(width, '░');
    const at = error ? `${error.type}: ${error.message}` : [activity, message].filter(Boolean).join(' · ');
    return `  ${name.padEnd(26)} ${bar} ${String(Math.round(progress)).padStart(3)} %  ${paint(status)}${cached ? ' (from the store)' : ''}${at ? `  ${plain(at)}` : ''}`;
  });
  const eta = state.estimated_completion === null ? '' : ` · done about ${state.estimated_completion}`;
  const waits = state.waiting_for === 'nothing' ? '' : ` · waits for ${state.waiting_for}: ${plain(state.message)}`;
  return [
    `${bold(state.execution_id)}  ${paint(state.status)}  ${Math.round(state.progress)} %${eta}${waits}`,
    ...stages,
    ...('failure' in state
      ? [`  ${state.failure.type}: ${plain(state.failure.message)}`, `  ${state.failure.remedy}`]
      : []),
  ].join('\n');
}

const COLOURS: Record<string, 'green' | 'red' | 'yellow' | 'cyan'> = {
  completed: 'green',
  running: 'cyan',
  failed: 'red',
  timed_out: 'red',
  needs_attention: 'yellow',
  awaiting_approval: 'yellow',
  paused: 'yellow',
};
const paint = (status: string) => (COLOURS[status] ? styleText(COLOURS[status], status) : status);
const bold = (text: string) => styleText('bold', text);

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

function show(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return plain(isScalar(value) ? String(value) : JSON.stringify(value));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const plain = (text: string) => stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
const clip = (text: string) => (text.length > COLUMN_WIDTH_MAX ? `${text.slice(0, COLUMN_WIDTH_MAX - 1)}…` : text);
