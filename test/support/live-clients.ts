import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { EVENTS, type LiveEvent, NOTICES, type Notice } from '../../contracts/events.ts';

export type Heard = LiveEvent | Notice;

/** Holds a message to its schema, so that no test reads a shape nobody promised. */
function parseHeard(text: string): Heard {
  const value = JSON.parse(text);
  const schemas: Record<string, z.ZodType> = { ...EVENTS, ...NOTICES };
  return (schemas[value.type] ?? z.never()).parse(value) as Heard;
}

export const isEvent = (heard: Heard): heard is LiveEvent => heard.type in EVENTS;

function createEars() {
  const heard: Heard[] = [];
  return {
    heard,
    events: () => heard.filter(isEvent),
    /** The first message for which it holds, also among those already heard. */
    async until(holds: (heard: Heard) => boolean, msMax = 120_000): Promise<Heard> {
      const deadline = Date.now() + msMax;
      for (;;) {
        const found = heard.find(holds);
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`waited in vain; heard ${JSON.stringify(heard.slice(-5))}`);
        await delay(10);
      }
    },
  };
}

export async function openSocket(url: string, options: { headers?: Record<string, string> } = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, options);
  const ears = createEars();
  socket.on('message', (data) => ears.heard.push(parseHeard(String(data))));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    ...ears,
    socket,
    say: (message: object) => socket.send(JSON.stringify(message)),
    closed: new Promise<{ code: number; reason: string }>((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    ),
    close: () => socket.terminate(),
  };
}

/** Server-sent events; `ended` resolves when the server ends the stream. */
export async function openStream(url: string, executionId: string, headers: Record<string, string> = {}, query = '') {
  const cut = new AbortController();
  const response = await fetch(`${url}/api/executions/${executionId}/events${query}`, { headers, signal: cut.signal });
  const ears = createEars();
  const ids: string[] = [];
  const ended = (async () => {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const frames = `${rest}${chunk}`.split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const id = /^id: (.*)$/m.exec(frame)?.[1];
        const data = /^data: (.*)$/m.exec(frame)?.[1];
        if (id !== undefined) ids.push(id);
        if (data !== undefined) ears.heard.push(parseHeard(data));
      }
    }
  })().catch(() => undefined);
  return { ...ears, response, ids, ended, lastId: () => ids.at(-1) ?? '', cut: () => cut.abort() };
}
