import { basename } from 'node:path';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { WORKFLOW_TYPE } from '../contracts/ids.ts';
import type { OperationInput, OperationOutput } from '../contracts/operations.ts';
import { STAGE_IDS } from '../contracts/stages.ts';
import { isTerminalRun, RUN_STATUSES, type RunStatus } from '../contracts/transitions.ts';
import { attributeKey } from './search-attributes.ts';
import { callServer, type TemporalParts } from './temporal-calls.ts';

type Filter = OperationInput<'list'>;
type Listed = Omit<OperationOutput<'list'>, 'timestamp'>;
type Row = Listed['executions'][number];

/** Our choice: what one answer may read of the server's list to put it in order. */
const READ_MAX = 1000;

/**
 * Runs of the namespace, newest first over all pages, and how many match in all.
 *
 * The server lists open runs before ended ones and offers no other order. So a page is read as a span of start times
 * that holds enough runs and not too many, found by counting, and put in order here. Runs that start meanwhile are
 * newer than any cursor: no page shifts.
 */
export async function listRuns(
  parts: TemporalParts,
  { limit, cursor, ...filter }: Filter,
  readMax = READ_MAX,
): Promise<Listed> {
  const query = toQuery(filter);
  const last = cursor === undefined ? undefined : parseCursor(cursor);
  return callServer(parts, async () => {
    const count = async (terms: string) => (await parts.client.workflow.count(terms)).count;
    const upTo = last === undefined ? query : `${query} AND StartTime < ${quote(toTime(last.startMs + 1))}`;
    const total = await count(query);
    const left = last === undefined ? total : await count(upTo);
    const span = left <= readMax ? upTo : await findSpan(upTo, { last, limit, readMax, count });
    const rows: Row[] = [];
    for await (const info of parts.client.workflow.list({ query: span, pageSize: READ_MAX })) rows.push(toRow(info));
    rows.sort(newestFirst);
    const after = last === undefined ? rows : rows.filter((row) => newestFirst(toKey(last), row) < 0);
    const executions = after.slice(0, limit);
    const end = executions.at(-1);
    return { executions, total, next_cursor: end && after.length > limit ? toCursor(end) : null };
  });
}

interface SpanWish {
  readonly last: Cursor | undefined;
  readonly limit: number;
  readonly readMax: number;
  readonly count: (query: string) => Promise<number>;
}

/**
 * The filter with a least start time, such that it matches more than a page after the cursor and, where start times
 * allow it, at most `readMax`. The span grows until it holds enough, then is halved until it holds not too many.
 */
async function findSpan(query: string, { last, limit, readMax, count }: SpanWish): Promise<string> {
  const from = last?.startMs ?? Date.now();
  const since = (ms: number) => `${query} AND StartTime >= ${quote(toTime(Math.max(0, from - ms)))}`;
  // Runs of the cursor's own millisecond may all have been on the page before.
  const enough = limit + (last ? await count(since(0)) : 0);
  let short = 0;
  let long = 60_000;
  let held = await count(since(long));
  while (held <= enough && long < from) {
    short = long;
    long *= 8;
    held = await count(since(long));
  }
  while (held > readMax && long - short > 1) {
    const middle = Math.floor((short + long) / 2);
    const inside = await count(since(middle));
    if (inside > enough) [long, held] = [middle, inside];
    else short = middle;
  }
  return since(long);
}

/** Equal times are told apart by id, so that the order is one. */
function newestFirst(a: Pick<Row, 'start_time' | 'execution_id'>, b: Pick<Row, 'start_time' | 'execution_id'>): number {
  return compare(b.start_time, a.start_time) || compare(a.execution_id, b.execution_id);
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

interface Cursor {
  readonly startMs: number;
  readonly id: string;
}

const toCursor = ({ start_time, execution_id }: Row) => `${Date.parse(start_time)}.${execution_id}`;
const toKey = ({ startMs, id }: Cursor) => ({ start_time: toTime(startMs), execution_id: id });
const toTime = (ms: number) => new Date(ms).toISOString();

/** The schema lets through nothing else than a time and an id. */
function parseCursor(cursor: string): Cursor {
  const [startMs = '0', id = ''] = cursor.split('.');
  return { startMs: Number(startMs), id };
}

/** A run that Temporal ended could not say so in its own search attributes: the server's word comes first. */
const ENDED_BY_SERVER: Partial<Record<RunStatus, string>> = { failed: 'Terminated', timed_out: 'TimedOut' };

function toQuery({ status, stage, category, tenant, started_after, started_before }: Omit<Filter, 'limit' | 'cursor'>) {
  const terms = [`WorkflowType = ${quote(WORKFLOW_TYPE)}`];
  if (stage !== undefined) terms.push(`Stage = ${quote(stage)}`);
  if (category !== undefined) terms.push(`Category = ${quote(category)}`);
  if (tenant !== undefined) terms.push(`Tenant = ${quote(tenant)}`);
  if (started_after !== undefined) terms.push(`StartTime >= ${quote(started_after)}`);
  if (started_before !== undefined) terms.push(`StartTime < ${quote(started_before)}`);
  if (status !== undefined) {
    const said = `RunStatus = ${quote(status)}`;
    const byServer = ENDED_BY_SERVER[status];
    if (byServer !== undefined) terms.push(`(${said} OR ExecutionStatus = ${quote(byServer)})`);
    else terms.push(said, ...(isTerminalRun(status) ? [] : ["ExecutionStatus = 'Running'"]));
  }
  return terms.join(' AND ');
}

/** The schemas let no quote through; this holds even if one of them is loosened. */
const quote = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function toRow(info: WorkflowExecutionInfo): Row {
  const attribute = (name: Parameters<typeof attributeKey>[0]) => info.typedSearchAttributes.get(attributeKey(name));
  const status = toStatus(info.status.name, attribute('RunStatus'));
  const waitingFor = attribute('WaitingFor');
  return {
    execution_id: info.workflowId,
    dataset_name: datasetOf(info.memo?.request),
    status,
    current_stage: STAGE_IDS.find((id) => id === attribute('Stage')) ?? null,
    waiting_for: isTerminalRun(status) || waitingFor === 'nothing' ? null : (waitingFor ?? null),
    category: attribute('Category') ?? null,
    tenant: attribute('Tenant') ?? null,
    start_time: info.startTime.toISOString(),
    end_time: info.closeTime?.toISOString() ?? null,
  };
}

/** Somebody else's workflow of this type may hold anything. */
function datasetOf(request: unknown): string | null {
  const { dataset_name, dataset_path } = (request ?? {}) as Record<string, unknown>;
  if (typeof dataset_name === 'string') return dataset_name;
  return typeof dataset_path === 'string' ? basename(dataset_path) : null;
}

function toStatus(execution: WorkflowExecutionInfo['status']['name'], said: string | undefined): RunStatus {
  const own = RUN_STATUSES.find((status) => status === said);
  switch (execution) {
    case 'RUNNING':
    case 'PAUSED':
      return own ?? 'running';
    case 'COMPLETED':
      return 'completed';
    case 'CANCELLED':
      return 'cancelled';
    case 'TIMED_OUT':
      return 'timed_out';
    default:
      return own !== undefined && isTerminalRun(own) ? own : 'failed';
  }
}
