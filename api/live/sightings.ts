import type { RunState } from '../../contracts/run.ts';
import { describeRun, queryStatus, readStatus } from '../read-run.ts';
import { callServer, callWithin, describeServerError, isLate, type TemporalParts } from '../temporal-calls.ts';

/** The state of a run, and the event of its history that it is known to include. */
export interface Sighting {
  readonly state: RunState;
  /** Id of the last finished workflow task, or of the event that closed the run. Rises with the run. */
  readonly position: number;
  /** When that task began: what the run itself takes for the time. */
  readonly at: string;
}

/** How a run is looked at. Temporal answers in production; tests put a fake here. */
export interface Sightings {
  /**
   * The state now and then after every change, until the run has ended or the signal aborts.
   *
   * Errors: RunNotFound, TemporalUnavailable.
   */
  follow(executionId: string, signal: AbortSignal): AsyncIterable<Sighting>;
  /** When the run was at a position, or null where it never was. Errors: RunNotFound, TemporalUnavailable. */
  momentOf(executionId: string, position: number): Promise<string | null>;
}

/**
 * Follows runs by their history: a workflow's state changes only when it finishes a workflow task, and that is an event
 * which the server hands out the moment it is written. So there is a push for every change with no part of the worker's,
 * and each change has a number that every gateway agrees on. docs/decisions/0010-live-events.md
 */
export function createSightings(parts: TemporalParts): Sightings {
  return {
    async *follow(executionId, signal) {
      const { runId } = await describeRun(parts, executionId);
      const target = { executionId, runId, signal };
      let last: Mark = { position: 0, at: new Date(0).toISOString(), closed: false };
      for await (const events of readHistory(parts, { ...target, waits: true })) {
        last = markOf(events, last);
        // An empty page is the server's "nothing for a while": looking anyway is the safety net.
        if (last.position === 0) continue;
        const { position, at } = last;
        if (last.closed) {
          yield { state: await readStatus(parts, executionId), position, at };
          return;
        }
        yield { state: await queryStatus(parts, { workflowId: executionId, runId }), position, at };
      }
    },

    async momentOf(executionId, position) {
      const { runId } = await describeRun(parts, executionId);
      const signal = new AbortController().signal;
      let last: Mark | undefined;
      for await (const events of readHistory(parts, { executionId, runId, signal, waits: false })) {
        last = markOf(
          events.filter(({ id }) => id <= position),
          last ?? { position: 0, at: '', closed: false },
        );
      }
      return last && last.position > 0 ? last.at : null;
    },
  };
}

interface Mark {
  position: number;
  at: string;
  closed: boolean;
}

interface HistoryEvent {
  id: number;
  at: string;
  /** For a finished workflow task: the id of the event it was started by. */
  startedBy: number | null;
  closes: boolean;
}

/** The last event of a page at which a state is known, or the one before. */
function markOf(events: readonly HistoryEvent[], before: Mark): Mark {
  let mark = before;
  const times = new Map<number, string>();
  for (const { id, at, startedBy, closes } of events) {
    times.set(id, at);
    // The start may lie on the page before; then the end serves, a moment later.
    if (startedBy !== null) mark = { position: id, at: times.get(startedBy) ?? at, closed: false };
    if (closes) mark = { position: id, at: mark.position === id - 1 ? mark.at : at, closed: true };
  }
  return mark;
}

/** Less than the 20 s after which the server itself answers, so that a call that hangs is noticed. */
const WAIT_MS_MAX = 8000;

async function* readHistory(
  parts: TemporalParts,
  { executionId, runId, signal, waits }: { executionId: string; runId: string; signal: AbortSignal; waits: boolean },
): AsyncGenerator<HistoryEvent[]> {
  const { client } = parts;
  let nextPageToken: Uint8Array | undefined;
  for (;;) {
    const request = {
      namespace: client.options.namespace,
      execution: { workflowId: executionId, runId },
      waitNewEvent: waits,
      ...(nextPageToken && { nextPageToken }),
    };
    const call = () => client.workflowService.getWorkflowExecutionHistory(request);
    let page: Awaited<ReturnType<typeof call>> | undefined;
    if (nextPageToken === undefined || !waits) page = await callServer(parts, call);
    else {
      try {
        page = await client.withAbortSignal(signal, () => callWithin(parts, WAIT_MS_MAX, call));
      } catch (error) {
        if (signal.aborted) return;
        // Nothing happened within the wait: the same token is asked with again.
        if (!isLate(error)) throw describeServerError(error);
      }
    }
    if (signal.aborted) return;
    if (page) nextPageToken = page.nextPageToken;
    yield (page?.history?.events ?? []).map(toEvent);
    if (!nextPageToken?.length) return;
  }
}

type Raw = NonNullable<
  NonNullable<
    Awaited<ReturnType<TemporalParts['client']['workflowService']['getWorkflowExecutionHistory']>>['history']
  >['events']
>[number];

function toEvent(raw: Raw): HistoryEvent {
  const { eventId, eventTime, workflowTaskCompletedEventAttributes: finished } = raw;
  const closes =
    raw.workflowExecutionCompletedEventAttributes ??
    raw.workflowExecutionFailedEventAttributes ??
    raw.workflowExecutionCanceledEventAttributes ??
    raw.workflowExecutionTimedOutEventAttributes ??
    raw.workflowExecutionTerminatedEventAttributes;
  const ms = Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1_000_000);
  return {
    id: Number(eventId),
    at: new Date(ms).toISOString(),
    startedBy: finished ? Number(finished.startedEventId) : null,
    closes: closes != null,
  };
}
