import { stripVTControlCharacters, styleText } from 'node:util';
import type { LiveEvent } from '../../contracts/events.ts';
import type { RunState } from '../../contracts/run.ts';
import type { OperationAnswer } from '../http.ts';

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
const LAST_COLUMN_WIDTH_MAX = 100;
const COLUMNS_MAX = 8;
/** Our choices: what a person still reads; --json has all of it. */
const ROWS_MAX = 10;
const LINE_MAX = 160;

/** Columns that hold something in some row, scalars before nested ones. */
export function formatTable(rows: readonly Fields[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => isScalar(row[name]) && row[name] !== null && row[name] !== undefined),
  );
  const columns = names.slice(0, COLUMNS_MAX);
  const widthOf = (i: number) => (i === columns.length - 1 ? LAST_COLUMN_WIDTH_MAX : COLUMN_WIDTH_MAX);
  const cells = rows.map((row) => columns.map((name, i) => clip(show(row[name]), widthOf(i))));
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(columns)), ...cells.map(line)].join('\n');
}

/** Names and values; what lies one level deeper stands indented below its name, the rest as short JSON. */
function formatFields(fields: Fields, indent = ''): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length), 0);
  return Object.entries(fields)
    .map(([name, value]) => {
      const block = indent === '' ? formatBlock(value) : undefined;
      return block === undefined
        ? `${indent}${bold(name.padEnd(width))}  ${clip(show(value), LINE_MAX)}`
        : `${indent}${bold(name)}\n${block}`;
    })
    .join('\n');
}

function formatBlock(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return undefined;
  if (!Array.isArray(value)) return formatFields(value as Fields, INDENT);
  if (!isRows(value)) return undefined;
  const more = value.length > ROWS_MAX ? [`and ${value.length - ROWS_MAX} more; --json shows all`] : [];
  const table = formatTable((value as Fields[]).slice(0, ROWS_MAX));
  return [...table.split('\n'), ...more].map((line) => `${INDENT}${line}`).join('\n');
}

const INDENT = '  ';

/** One line a stage: a bar, the state, what it is at. */
export function formatRun(state: RunState, { width = 20, now = Date.now() } = {}): string {
  const stages = state.stages.map(({ name, status, progress, activity, message, cached, error, safety_alerts }) => {
    const bar = '█'.repeat(Math.round((progress / 100) * width)).padEnd(width, '░');
    const at = error ? `${error.type}: ${error.message}` : [activity, message].filter(Boolean).join(' · ');
    const line = `  ${name.padEnd(26)} ${bar} ${String(Math.round(progress)).padStart(3)} %  ${paint(status)}${cached ? ' (from the store)' : ''}${at ? `  ${plain(at)}` : ''}`;
    const alerts = (safety_alerts ?? []).map((alert) => `    ${paint('safety')} ${plain(alert.message)}`);
    return [line, ...(error ? [`    ${plain(error.remedy)}`] : []), ...alerts].join('\n');
  });
  const eta =
    state.estimated_completion === null
      ? ''
      : ` · about ${formatDuration(Date.parse(state.estimated_completion) - now)} left`;
  const waits = state.waiting_for === 'nothing' ? '' : ` · waits for ${state.waiting_for}: ${plain(state.message)}`;
  return [
    `${bold(state.execution_id)}  ${paint(state.status)}  ${Math.round(state.progress)} %${eta}${waits}`,
    ...stages,
    ...('failure' in state
      ? [`  ${state.failure.type}: ${plain(state.failure.message)}`, `  ${state.failure.remedy}`]
      : []),
  ].join('\n');
}

/** What a run waits for, and the commands that end it. */
export function formatWaiting({ execution_id, status, message, stages }: RunState): string {
  const stuck = stages.find((stage) => stage.status === 'needs_attention');
  const commands =
    status === 'awaiting_approval'
      ? [`approve ${execution_id}`]
      : status === 'paused'
        ? [`resume ${execution_id}`]
        : stuck
          ? [`retry ${execution_id} ${stuck.stage_id} [--set settings.FIELD=VALUE]`]
          : [];
  return [
    `it waits for you: ${plain(message)}`,
    ...(stuck?.error ? [plain(stuck.error.remedy)] : []),
    ...[...commands, `cancel ${execution_id}`].map((command) => `  pipeline ${command}`),
  ].join('\n');
}

/** A line a text: the best answer, how sure, and what comes next. */
export function formatPredictions({ predictions }: OperationAnswer<'predict'>): string {
  return formatTable(
    predictions.map(({ best, scores }) => {
      const [first, ...others] = scores;
      const next = others.slice(0, NEXT_MAX).map(({ name, score }) => `${clip(name, COLUMN_WIDTH_MAX)} ${show(score)}`);
      return { best, score: first?.score, next: next.join(', ') };
    }),
  );
}

/** Our choice: what stands beside the best. */
const NEXT_MAX = 3;

/** Records as conversations, after the word on what they are. */
export function formatSamples({ notice, privacy_level, record_count, samples }: OperationAnswer<'samples'>): string {
  const records = samples.map(({ record_id, messages, labels, cut }) =>
    [
      `${bold(record_id)}  ${cut ? 'cut  ' : ''}${Object.keys(labels).length > 0 ? show(labels) : ''}`.trimEnd(),
      ...messages.map(({ role, content }) => `  ${role.padEnd(9)}  ${plain(content)}`),
    ].join('\n'),
  );
  const of = `${samples.length} of ${record_count} training records, identifiers treated at level ${privacy_level}`;
  return [of, notice, ...records].join('\n\n');
}

function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const COLOURS: Record<string, 'green' | 'red' | 'yellow' | 'cyan'> = {
  completed: 'green',
  running: 'cyan',
  failed: 'red',
  timed_out: 'red',
  needs_attention: 'yellow',
  awaiting_approval: 'yellow',
  paused: 'yellow',
  safety: 'yellow',
};
const paint = (status: string) => (COLOURS[status] ? styleText(COLOURS[status], status) : status);
const bold = (text: string) => styleText('bold', text);

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

function show(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  if (Array.isArray(value) && value.every(isScalar)) return plain(value.join(', ')) || 'none';
  if (isScalar(value)) return plain(String(value));
  const parts = Object.entries(value as Fields);
  if (Array.isArray(value) || !parts.every(([, part]) => isScalar(part))) return plain(JSON.stringify(value));
  return parts.map(([name, part]) => `${plain(name)} ${show(part)}`).join(', ') || 'none';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const plain = (text: string) => stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
const clip = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** One line an event: when, what, and the words or names in it. */
export function formatEvent({ timestamp, type, data }: LiveEvent): string {
  const { message, stage, status, progress } = data as Fields;
  const said = [isScalar(stage) ? stage : null, status, message].filter(
    (part) => typeof part === 'string' && part !== '',
  );
  const share = typeof progress === 'number' ? [`${Math.round(progress)} %`] : [];
  return [timestamp.slice(11, 19), type.padEnd(16), ...said.map((part) => plain(String(part))), ...share].join('  ');
}
