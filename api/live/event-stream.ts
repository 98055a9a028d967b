import type { RequestHandler } from 'express';
import { z } from 'zod';
import { AfterSchema, ExecutionIdSchema } from '../../contracts/events.ts';
import { parseInput } from '../parse-input.ts';
import type { Subscriber } from './watch.ts';
import type { Live } from './watches.ts';

export const EVENTS_PATH = '/api/executions/{execution_id}/events';

const InputSchema = z.strictObject({
  execution_id: ExecutionIdSchema,
  after: z.preprocess((text) => (typeof text === 'string' ? Number(text) : text), AfterSchema.optional()),
});

/** Our choices: under the idle limits of common proxies; more unread bytes than any run makes. */
const BEAT_MS = 15_000;
const UNREAD_BYTES_MAX = 1024 * 1024;

/**
 * GET /api/executions/{execution_id}/events: the events of a run as server-sent events. A client that comes back with
 * Last-Event-ID goes on after it, which browsers do by themselves; one that comes back after the end is told 204, which
 * ends their coming back. One that reads too slowly is cut off and comes back in the same way.
 */
export function createEventStream(live: Live): RequestHandler {
  return async (request, response) => {
    const last = request.get('last-event-id');
    const rest = last === undefined || last === '' ? request.query : { after: last };
    const { execution_id, after } = parseInput(InputSchema, { path: request.params, rest });

    const write = (text: string) => {
      response.write(text);
      if (response.writableLength > UNREAD_BYTES_MAX) response.destroy();
    };
    const beat = setInterval(() => write(': beat\n\n'), BEAT_MS);
    const subscriber: Subscriber = {
      begin({ state, replay }) {
        if (state.end_time !== null && replay.length === 0 && after !== undefined) {
          response.status(204);
          return;
        }
        response.status(200).set({
          'Content-Type': 'text/event-stream; charset=utf-8',
          'X-Accel-Buffering': 'no',
          Connection: 'close',
        });
        response.flushHeaders();
        write('retry: 1000\n\n');
        for (const told of replay) subscriber.tell(told);
      },
      tell: ({ message, text }) => write(`id: ${message.event}\ndata: ${text}\n\n`),
      // Without an id: it is no event of the run, and the client's place stays where it is.
      health: ({ text }) => write(`data: ${text}\n\n`),
      over: () => void response.end(),
      closing: () => void response.end(),
    };
    try {
      const end = await live.subscribe(execution_id, subscriber, after);
      if (response.destroyed) end();
      else response.once('close', end);
      response.once('close', () => clearInterval(beat));
      if (response.writableEnded || response.destroyed) clearInterval(beat);
    } catch (error) {
      clearInterval(beat);
      throw error;
    }
  };
}
