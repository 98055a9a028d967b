import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGuard } from '../../api/guard.ts';
import type { Sighting, Sightings } from '../../api/live/sightings.ts';
import type { Subscriber } from '../../api/live/watch.ts';
import { createWatches, type Live } from '../../api/live/watches.ts';
import { attachWebSocket, type SocketLimits } from '../../api/live/web-socket.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { LiveEvent } from '../../contracts/events.ts';
import type { RunState } from '../../contracts/run.ts';
import { openSocket } from '../support/live-clients.ts';
import { at, RunWalks, stateOf } from '../support/run-states.ts';

/** A run that a test moves on: state n is of history position 3n + 1, as finished workflow tasks lie apart. */
function fakeRun(states: readonly RunState[]) {
  let shown = 0;
  let wake = Promise.withResolvers<void>();
  const sightings: Sightings = {
    async *follow(_id, signal) {
      const aborted = once(signal, 'abort');
      for (let seen = -1; !signal.aborted; ) {
        const state = states[shown];
        if (shown === seen || state === undefined) {
          await Promise.race([wake.promise, aborted]);
          continue;
        }
        seen = shown;
        yield { state, position: 3 * shown + 1, at: at(shown) } satisfies Sighting;
      }
    },
    momentOf: async (_id, position) => (position < 1 ? null : at(Math.floor((position - 1) / 3))),
  };
  return {
    sightings,
    async show(index: number) {
      shown = index;
      wake.resolve();
      wake = Promise.withResolvers();
      await turn();
    },
  };
}

function listen() {
  const events: LiveEvent[] = [];
  const subscriber: Subscriber = {
    begin: ({ replay }) => events.push(...replay.map(({ message }) => message)),
    tell: ({ message }) => events.push(message),
    health: () => undefined,
    over: () => undefined,
    closing: () => undefined,
  };
  return { events, subscriber };
}

const milestones = (events: readonly LiveEvent[]) =>
  events.flatMap(({ type, data }) =>
    type === 'stage_completed' ? [data.stage] : type === 'completion' ? [data.status] : [],
  );

describe('a watch', () => {
  it('cut anywhere and taken up again, at the same gateway: exactly the events of one that was not cut', async () => {
    await fc.assert(
      fc.asyncProperty(RunWalks, fc.nat(), fc.nat(), async (states, cutAt, backAt) => {
        const run = fakeRun(states);
        const live = createWatches(run.sightings, { watchesMax: 1, lingerMs: 60_000 });
        const whole = listen();
        const parts = listen();
        await live.subscribe('run-1', whole.subscriber, 0);
        const cut = cutAt % states.length;
        const back = cut + (backAt % (states.length - cut));
        const end = await live.subscribe('run-1', parts.subscriber, 0);
        for (let index = 0; index < states.length; index++) {
          await run.show(index);
          if (index === cut) end();
          if (index === back) await live.subscribe('run-1', parts.subscriber, parts.events.at(-1)?.event ?? 0);
        }
        expect(parts.events).toEqual(whole.events);
        const completed = states.at(-1)?.stages.filter(({ status }) => status === 'completed').length;
        expect(whole.events.filter(({ type }) => type === 'stage_completed')).toHaveLength(completed ?? 0);
        await live.close();
      }),
      { numRuns: 60 },
    );
  });

  it('taken up at another gateway: numbers rise, and no milestone is lost or told twice', async () => {
    await fc.assert(
      fc.asyncProperty(RunWalks, fc.nat(), fc.nat(), async (states, cutAt, backAt) => {
        const cut = cutAt % states.length;
        const back = cut + (backAt % (states.length - cut));
        const run = fakeRun(states);
        const here = createWatches(run.sightings);
        const there = createWatches(run.sightings);
        const ears = listen();
        const whole = listen();
        await here.subscribe('run-1', ears.subscriber, 0);
        await createWatches(run.sightings).subscribe('run-1', whole.subscriber, 0);
        for (let index = 0; index <= cut; index++) await run.show(index);
        await here.close();
        for (let index = cut; index <= back; index++) await run.show(index);
        await there.subscribe('run-1', ears.subscriber, ears.events.at(-1)?.event ?? 0);
        for (let index = back; index < states.length; index++) await run.show(index);
        await there.close();
        expect(milestones(ears.events)).toEqual(milestones(whole.events));
        const numbers = ears.events.map(({ event }) => event);
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it('is shared, and more runs than the limit are refused while all of them are watched', async () => {
    const run = fakeRun([stateOf()]);
    const live = createWatches(run.sightings, { watchesMax: 1, lingerMs: 60_000 });
    const end = await live.subscribe('run-1', listen().subscriber);
    await live.subscribe('run-1', listen().subscriber).then((endToo) => endToo());
    await expect(live.subscribe('run-2', listen().subscriber)).rejects.toMatchObject({ type: 'RateLimited' });
    end();
    await live.subscribe('run-2', listen().subscriber);
    await live.close();
  });
});

/** The WebSocket door before a fake watch. */
async function openSockets(live: Partial<Live>, limits: Partial<SocketLimits> = {}) {
  const server = createServer();
  const guard = createGuard({});
  const runs = { status: async () => stateOf() };
  const never: Live = { subscribe: async () => () => undefined, close: async () => undefined };
  const sockets = attachWebSocket(server, {
    live: { ...never, ...live },
    runs,
    guard,
    log: pino({ level: 'silent' }),
    limits,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    sockets.close();
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the WebSocket door', () => {
  it('refuses a page of another site, and takes one of its own', async () => {
    const url = await openSockets({});
    await expect(openSocket(url, { headers: { origin: 'https://elsewhere.example' } })).rejects.toThrow('403');
    await expect(openSocket(url, { headers: { host: 'rebound.example' } })).rejects.toThrow('403');
    (await openSocket(url, { headers: { origin: url } })).close();
  });

  it('refuses other paths, and more sockets than the limit', async () => {
    const url = await openSockets({}, { socketsMax: 1 });
    await expect(openSocket(`${url}/other`)).rejects.toThrow('404');
    const one = await openSocket(url);
    await expect(openSocket(url)).rejects.toThrow('429');
    one.close();
  });

  it.each([
    ['no JSON', '{"type":', 'the message is not JSON'],
    ['an unknown type', '{"type":"shout"}', 'type'],
    ['no execution id', '{"type":"subscribe"}', 'execution_id'],
    ['an unknown field', '{"type":"ping","x":1}', 'x'],
    ['a number that is none', '{"type":"subscribe","execution_id":"a","after":"7"}', 'after'],
  ])('answers %s with what is wrong, and goes on', async (_, text, expected) => {
    const socket = await openSocket(await openSockets({}));
    socket.socket.send(text);
    await expect(socket.until(({ type }) => type === 'refused')).resolves.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringContaining(expected),
    });
    socket.say({ type: 'ping', request_id: 'still here' });
    await socket.until((heard) => heard.type === 'pong' && heard.request_id === 'still here');
    socket.close();
  });

  it('answers a question about the state', async () => {
    const socket = await openSocket(await openSockets({}));
    socket.say({ type: 'status_request', execution_id: 'run-1' });
    await expect(socket.until(({ type }) => type === 'state')).resolves.toMatchObject({ state: stateOf() });
    socket.close();
  });

  it('takes a limited number of subscriptions, and gives a place back when one ends', async () => {
    const socket = await openSocket(await openSockets({}, { subscriptionsMax: 1 }));
    socket.say({ type: 'subscribe', execution_id: 'a' });
    socket.say({ type: 'subscribe', execution_id: 'b' });
    await socket.until((heard) => heard.type === 'refused' && heard.execution_id === 'b');
    socket.say({ type: 'unsubscribe', execution_id: 'a' });
    socket.say({ type: 'subscribe', execution_id: 'c' });
    socket.say({ type: 'ping' });
    await socket.until(({ type }) => type === 'pong');
    expect(socket.heard.filter(({ type }) => type === 'refused')).toHaveLength(1);
    socket.close();
  });

  it('ends the subscriptions of a socket that is gone', async () => {
    const ended = Promise.withResolvers<void>();
    const socket = await openSocket(await openSockets({ subscribe: async () => () => ended.resolve() }));
    socket.say({ type: 'subscribe', execution_id: 'a' });
    socket.say({ type: 'ping' });
    await socket.until(({ type }) => type === 'pong');
    socket.close();
    await ended.promise;
  });

  it('cuts off a client that does not read, with a code that says to come back', async () => {
    let flood: Subscriber | undefined;
    const subscribe: Live['subscribe'] = async (_id, subscriber) => {
      flood = subscriber;
      return () => {
        flood = undefined;
      };
    };
    const socket = await openSocket(await openSockets({ subscribe }, { unreadBytesMax: 100_000 }));
    socket.say({ type: 'subscribe', execution_id: 'a' });
    await expect.poll(() => flood).toBeDefined();
    socket.socket.pause();
    const message = { type: 'log', event: 1, execution_id: 'a', timestamp: at(0) } as LiveEvent;
    const data = { level: 'info', stage: 'model_training', message: 'x'.repeat(50_000) };
    const text = JSON.stringify({ ...message, data });
    let sent = 0;
    for (; flood && sent < 10_000; sent++) {
      flood.tell({ message, text });
      if (sent % 50 === 0) await turn();
    }
    // Cut off long before all of it was kept in memory, which is 500 MB.
    expect(flood).toBeUndefined();
    socket.socket.resume();
    expect((await socket.closed).code).toBe(1013);
  });

  it('closes a socket that sends too many messages', async () => {
    const socket = await openSocket(await openSockets({}, { messagesPerSecondMax: 3 }));
    for (let i = 0; i < 20; i++) socket.say({ type: 'ping' });
    expect((await socket.closed).code).toBe(1008);
  });

  it('refuses with the reason where a run cannot be watched', async () => {
    const subscribe: Live['subscribe'] = async () => {
      throw new PipelineError('TemporalUnavailable', 'the Temporal server does not answer');
    };
    const socket = await openSocket(await openSockets({ subscribe }));
    socket.say({ type: 'subscribe', execution_id: 'a' });
    await expect(socket.until(({ type }) => type === 'refused')).resolves.toMatchObject({
      code: 'TemporalUnavailable',
    });
    socket.close();
  });
});
