import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { ERRORS, type ErrorType, PipelineError } from '../../contracts/errors.ts';
import { type ClientMessage, ClientMessageSchema, type Notice } from '../../contracts/events.ts';
import type { Operation } from '../../contracts/operations.ts';
import type { Caller } from '../guard.ts';
import { describeBrokenJson } from '../parse-input.ts';
import { isKnown } from '../problem.ts';
import type { Runs } from '../runs.ts';
import type { Live } from './watches.ts';

export const SOCKET_PATH = '/ws';

export interface SocketParts {
  readonly live: Live;
  readonly runs: Pick<Runs, 'status'>;
  readonly guard: (caller: Caller, role: Operation['role']) => void;
  readonly log: Logger;
  readonly limits?: Partial<SocketLimits>;
}

export interface SocketLimits {
  readonly socketsMax: number;
  readonly subscriptionsMax: number;
  readonly messagesPerSecondMax: number;
  readonly messageBytesMax: number;
  /** Sent and not yet taken by the client. */
  readonly unreadBytesMax: number;
  readonly pingMs: number;
}

/** Our choices. A client that does not answer a ping before the next is gone. */
const LIMITS: SocketLimits = {
  socketsMax: 1000,
  subscriptionsMax: 50,
  messagesPerSecondMax: 50,
  messageBytesMax: 16 * 1024,
  unreadBytesMax: 1024 * 1024,
  pingMs: 30_000,
};

/** Close codes of RFC 6455 and its registry. */
const CLOSE = { GOING_AWAY: 1001, POLICY: 1008, TRY_AGAIN_LATER: 1013 } as const;

/** The WebSocket door at /ws: the same guard as HTTP, then messages as contracts/events.ts has them. */
export function attachWebSocket(server: Server, parts: SocketParts): { close(): void } {
  const limits = { ...LIMITS, ...parts.limits };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytesMax,
    perMessageDeflate: false,
  });
  const answered = new WeakSet<WebSocket>();

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    const refusal = refusalOf(request);
    if (refusal) return refuseUpgrade(stream, refusal);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      answered.add(socket);
      socket.on('pong', () => answered.add(socket));
      // A frame that breaks the protocol or its size: ws closes the socket with the code for it.
      socket.on('error', () => undefined);
      serve(socket, parts, limits);
    });
  });

  function refusalOf(request: IncomingMessage): PipelineError | null {
    if (URL.parse(request.url ?? '', 'http://gateway')?.pathname !== SOCKET_PATH)
      return new PipelineError('RouteNotFound', `WebSockets are served at ${SOCKET_PATH} only`);
    try {
      // An upgrade is no read: a page of another site may not make one, because it could read what comes.
      parts.guard({ method: 'UPGRADE', headers: request.headers }, 'viewer');
    } catch (error) {
      if (isKnown(error)) return error;
      throw error;
    }
    if (sockets.clients.size < limits.socketsMax) return null;
    return new PipelineError('RateLimited', `${limits.socketsMax} WebSockets are open, the most this gateway takes`);
  }

  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, limits.pingMs);

  return {
    close() {
      clearInterval(pings);
      for (const socket of sockets.clients) socket.close(CLOSE.GOING_AWAY, 'the gateway is stopping');
      sockets.close();
    },
  };
}

function refuseUpgrade(stream: Duplex, error: PipelineError): void {
  const { http, remedy } = ERRORS[error.type];
  const body = JSON.stringify({ code: error.type, detail: error.message, remedy });
  const lines = [
    `HTTP/1.1 ${http} ${error.type}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  stream.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function serve(socket: WebSocket, { live, runs, log }: SocketParts, limits: SocketLimits): void {
  const subscriptions = new Map<string, { end: () => void }>();
  let second = { at: 0, count: 0 };

  const send = (text: string) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > limits.unreadBytesMax) {
      endAll();
      socket.close(CLOSE.TRY_AGAIN_LATER, 'too slow: subscribe again after the last event you have');
      return;
    }
    socket.send(text);
  };
  const notify = (notice: Notice) => send(JSON.stringify(notice));
  const endAll = () => {
    for (const { end } of subscriptions.values()) end();
    subscriptions.clear();
  };
  const refuse = (error: unknown, to: { execution_id?: string; request_id?: string | undefined }) => {
    if (!isKnown(error)) log.error({ err: error }, 'defect');
    const code: ErrorType = isKnown(error) ? error.type : 'Internal';
    notify({
      type: 'refused',
      execution_id: to.execution_id ?? null,
      code,
      message: isKnown(error) ? error.message : 'the gateway met a defect',
      remedy: ERRORS[code].remedy,
      ...(to.request_id !== undefined && { request_id: to.request_id }),
    });
  };

  async function subscribe({ execution_id, after, request_id }: Extract<ClientMessage, { type: 'subscribe' }>) {
    subscriptions.get(execution_id)?.end();
    if (subscriptions.size >= limits.subscriptionsMax && !subscriptions.has(execution_id)) {
      throw new PipelineError('RateLimited', `a WebSocket takes ${limits.subscriptionsMax} subscriptions`);
    }
    // A wish that was taken back while the run was being looked for ends as soon as it begins.
    const mine = {
      isOver: false,
      end() {
        mine.isOver = true;
      },
    };
    subscriptions.set(execution_id, mine);
    const forget = () => {
      if (subscriptions.get(execution_id) === mine) subscriptions.delete(execution_id);
    };
    const tellOnly = (text: string) => {
      if (!mine.isOver) send(text);
    };
    try {
      const end = await live.subscribe(
        execution_id,
        {
          begin({ event, state, replay }) {
            const notice: Notice = { type: 'subscribed', execution_id, event, state, request_id };
            tellOnly(JSON.stringify(notice));
            for (const { text } of replay) tellOnly(text);
          },
          tell: ({ text }) => tellOnly(text),
          health: ({ text }) => tellOnly(text),
          over() {
            tellOnly(JSON.stringify({ type: 'unsubscribed', execution_id }));
            forget();
          },
          closing: () => socket.close(CLOSE.GOING_AWAY, 'the gateway is stopping'),
        },
        after,
      );
      const wasOver = mine.isOver;
      mine.end = () => {
        mine.isOver = true;
        end();
      };
      if (wasOver) end();
    } catch (error) {
      forget();
      throw error;
    }
  }

  async function answer(message: ClientMessage): Promise<void> {
    const echo = message.request_id === undefined ? {} : { request_id: message.request_id };
    switch (message.type) {
      case 'ping':
        return notify({ type: 'pong', ...echo });
      case 'subscribe':
        return subscribe(message);
      case 'unsubscribe':
        subscriptions.get(message.execution_id)?.end();
        subscriptions.delete(message.execution_id);
        return notify({ type: 'unsubscribed', execution_id: message.execution_id, ...echo });
      default: {
        const state = await runs.status(message.execution_id);
        return notify({ type: 'state', execution_id: message.execution_id, state, ...echo });
      }
    }
  }

  socket.on('message', (data, isBinary) => {
    const now = Math.floor(Date.now() / 1000);
    second = second.at === now ? { at: now, count: second.count + 1 } : { at: now, count: 1 };
    if (second.count > limits.messagesPerSecondMax) {
      endAll();
      socket.close(CLOSE.POLICY, `more than ${limits.messagesPerSecondMax} messages in a second`);
      return;
    }
    let message: ClientMessage;
    try {
      message = parseMessage(isBinary ? null : String(data));
    } catch (error) {
      refuse(error, {});
      return;
    }
    answer(message).catch((error) => refuse(error, message as { execution_id?: string; request_id?: string }));
  });
  socket.once('close', endAll);
}

function parseMessage(text: string | null): ClientMessage {
  if (text === null) throw new PipelineError('InvalidInput', 'messages are JSON texts, not binary');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PipelineError('InvalidInput', describeBrokenJson(text).replace('the body', 'the message'));
  }
  const parsed = ClientMessageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new PipelineError('InvalidInput', why.join('; ').slice(0, 500));
}
