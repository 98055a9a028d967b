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
      const pages = readHistory(parts, { executionId, runId, signal, waits: true });
      let marks: Mark[] = [];
      let last = { position: 0, text: '' };
      for await (const page of pages) {
        marks = [...marks.slice(-1), ...page];
        // An empty page is the server's "nothing for a while": looking anyway is the safety net.
        let mark = marks.at(-1);
        while (mark !== undefined) {
          if (mark.closes) {
            yield { state: await readStatus(parts, executionId), position: mark.position, at: mark.at };
            return;
          }
          const state = await queryStatus(parts, { workflowId: executionId, runId });
          // The answer may be of a later task than was read: then its place in the history comes next.
          const text = JSON.stringify(state);
          const changed = text !== last.text;
          const latest = latestTimeOf(state);
          const isOlder = ({ at, position }: Mark) => at < latest || (changed && position <= last.position);
          const begun = performance.now();
          while (isOlder(mark) && performance.now() - begun < CATCH_UP_MS_MAX) {
            const next = await pages.next();
            if (next.done) break;
            marks.push(...next.value);
            mark = marks.find((each) => !isOlder(each)) ?? mark;
          }
          last = { position: mark.position, text };
          yield { state, position: mark.position, at: mark.at };
          // Further changes that came with the page are in a state still to be asked for.
          mark = marks.at(-1) === mark ? undefined : marks.at(-1);
        }
      }
    },

    async momentOf(executionId, position) {
      const { runId } = await describeRun(parts, executionId);
      const signal = new AbortController().signal;
      let last: Mark | undefined;
      for await (const marks of readHistory(parts, { executionId, runId, signal, waits: false })) {
        last = marks.findLast((mark) => mark.position <= position) ?? last;
      }
      return last?.at ?? null;
    },
  };
}

/** An event after which the state of the run is another one, and the run's own time of it. */
interface Mark {
  readonly position: number;
  readonly at: string;
  readonly closes: boolean;
}

/** The last moment that a state tells of: it includes the task that began then. */
function latestTimeOf(state: RunState): string {
  const times = state.stages.flatMap(({ started_at, ended_at }) => [started_at, ended_at]);
  return [...times, state.end_time, state.start_time].reduce<string>(
    (latest, time) => (time && time > latest ? time : latest),
    '',
  );
}

/** The event of a state that was answered is in the history already: this only keeps a watch from waiting in vain. */
const CATCH_UP_MS_MAX = 1000;

/** Less than the 20 s after which the server itself answers, so that a call that hangs is noticed. */
const WAIT_MS_MAX = 8000;

async function* readHistory(
  parts: TemporalParts,
  { executionId, runId, signal, waits }: { executionId: string; runId: string; signal: AbortSignal; waits: boolean },
): AsyncGenerator<Mark[]> {
  const { client } = parts;
  const started = new Map<number, string>();
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
    yield (page?.history?.events ?? []).flatMap((event) => toMarks(event, started));
    if (!nextPageToken?.length) return;
  }
}

type Raw = NonNullable<
  NonNullable<
    Awaited<ReturnType<TemporalParts['client']['workflowService']['getWorkflowExecutionHistory']>>['history']
  >['events']
>[number];

/** `started` holds when each workflow task began, for the event that finishes it. */
function toMarks(raw: Raw, started: Map<number, string>): Mark[] {
  const { eventId, eventTime, workflowTaskCompletedEventAttributes: finished } = raw;
  const position = Number(eventId);
  const ms = Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1_000_000);
  const at = new Date(ms).toISOString();
  if (raw.workflowTaskStartedEventAttributes) started.set(position, at);
  if (finished) return [{ position, at: started.get(Number(finished.startedEventId)) ?? at, closes: false }];
  const closed =
    raw.workflowExecutionCompletedEventAttributes ??
    raw.workflowExecutionFailedEventAttributes ??
    raw.workflowExecutionCanceledEventAttributes ??
    raw.workflowExecutionTimedOutEventAttributes ??
    raw.workflowExecutionTerminatedEventAttributes;
  return closed ? [{ position, at, closes: true }] : [];
}
