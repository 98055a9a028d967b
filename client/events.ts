import { setTimeout as delay } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { EVENTS, type LiveEvent } from '../contracts/events.ts';
import { type Problem, ProblemSchema } from '../contracts/operations.ts';
import { type ConnectionOptions, DEFAULT_URL, GatewayError, GatewayUnreachable } from './http.ts';

/** Our choice: a gateway is back within a minute, or somebody has to look. */
const SILENCE_MS_MAX = 60_000;
const RETRY_MS = 1000;

/**
 * The events of a run, one after the other, until it has ended. A cut is bridged: the stream goes on after the last
 * event it gave, so that none is lost or given twice.
 *
 * Errors: GatewayError (an unknown run), GatewayUnreachable (away for longer than a minute), AbortError.
 */
export async function* readEvents(
  { url = DEFAULT_URL, token, fetch: send = fetch }: ConnectionOptions,
  executionId: string,
  { after = 0, signal }: { after?: number; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<LiveEvent> {
  let last = after;
  let heardAt = Date.now();
  for (;;) {
    const target = new URL(`/api/executions/${encodeURIComponent(executionId)}/events?after=${last}`, url);
    try {
      const answer = await send(target, {
        headers: { accept: 'text/event-stream', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        ...(signal && { signal }),
      });
      if (answer.status === 204) return;
      if (answer.status !== 200) throw await refusal(answer, target);
      const frames = answer.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
      for await (const { data } of frames ?? []) {
        heardAt = Date.now();
        const event = parseEvent(data);
        if (!event) continue;
        last = event.event;
        yield event;
        if (event.type === 'completion') return;
      }
    } catch (error) {
      if (signal?.aborted || (error instanceof GatewayError && error.problem.status < 500)) throw error;
      if (Date.now() - heardAt > SILENCE_MS_MAX) throw error;
    }
    await delay(RETRY_MS, undefined, signal ? { signal } : {});
  }
}

/** Notices about the connection have no number and are no event of the run. */
function parseEvent(data: string): LiveEvent | undefined {
  const value: unknown = JSON.parse(data);
  const type = (value as { type?: unknown }).type;
  if (typeof type !== 'string' || !Object.hasOwn(EVENTS, type)) return undefined;
  return EVENTS[type as keyof typeof EVENTS].parse(value) as LiveEvent;
}

async function refusal(answer: Response, target: URL): Promise<Error> {
  const parsed = ProblemSchema.safeParse(await answer.json().catch(() => undefined));
  return parsed.success
    ? new GatewayError(parsed.data as Problem)
    : new GatewayUnreachable(target.origin, `it answered ${answer.status} in another form`);
}
