import { randomUUID } from 'node:crypto';
import {
  isInitializeRequest,
  isLegacyRequest,
  type McpServerFactory,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';

export const SESSION_HEADER = 'mcp-session-id';

/** Our choice: longer than an agent thinks between two calls; what it costs is some hundred KiB of memory. */
const IDLE_MS = 30 * 60_000;

export interface SessionOptions {
  /** Sessions at a time. A client that finds no place is served without one. */
  readonly max: number;
  /** How long a session is kept while no request of it is at work. */
  readonly idleMs?: number;
  /** Aborted when the gateway closes: standing streams end at once, calls at work are answered first. */
  readonly closing?: AbortSignal | undefined;
}

export interface Exchange {
  readonly request: Request;
  readonly body: unknown;
  /** What the caller logged in with: a session is the caller's who opened it. */
  readonly login: string | undefined;
  /** Aborted when the answer is sent or the client hung up. */
  readonly over: AbortSignal;
}

interface Session {
  readonly login: string | undefined;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  atWork: number;
  idle?: NodeJS.Timeout;
}

/**
 * Sessions of revision 2025-11-25 and older, in the memory of this gateway, for clients that say that they can be asked
 * something while a call is open: only a session tells which answer belongs to which call.
 *
 * Returns a function that answers what belongs to a session or opens one, and leaves everything else (`undefined`) to be
 * served without.
 */
export function createSessions(
  createServer: McpServerFactory,
  { max, idleMs = IDLE_MS, closing }: SessionOptions,
): (exchange: Exchange) => Promise<Response | undefined> {
  const sessions = new Map<string, Session>();
  closing?.addEventListener('abort', () => {
    for (const session of sessions.values()) {
      if (session.atWork === 0) void session.transport.close();
      else session.transport.closeStandaloneSSEStream();
    }
  });

  const answer = (session: Session, { request, body, over }: Exchange) => {
    clearTimeout(session.idle);
    session.atWork += 1;
    over.addEventListener('abort', () => {
      session.atWork -= 1;
      if (session.atWork > 0) return;
      if (closing?.aborted) void session.transport.close();
      else session.idle = setTimeout(() => void session.transport.close(), idleMs).unref();
    });
    return session.transport.handleRequest(request, { parsedBody: body });
  };

  const open = async (exchange: Exchange) => {
    const id = randomUUID();
    const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => id });
    const session: Session = { login: exchange.login, transport, atWork: 0 };
    sessions.set(id, session);
    transport.onclose = () => {
      clearTimeout(session.idle);
      sessions.delete(id);
    };
    try {
      const server = await createServer({ era: 'legacy', requestInfo: exchange.request });
      await server.connect(transport);
      return await answer(session, exchange);
    } finally {
      // Refused: nobody was told the id.
      if (transport.sessionId === undefined) await transport.close();
    }
  };

  return async (exchange) => {
    const { request, body, login } = exchange;
    if (!(await isLegacyRequest(request, body))) return undefined;
    const id = request.headers.get(SESSION_HEADER);
    if (id !== null) {
      const session = sessions.get(id);
      return session && session.login === login ? answer(session, exchange) : notFound();
    }
    const isFree = sessions.size < max && !closing?.aborted;
    return isFree && isInitializeRequest(body) && canBeAsked(body.params.capabilities) ? open(exchange) : undefined;
  };
}

const canBeAsked = ({ sampling, elicitation, roots }: Record<string, unknown>) =>
  [sampling, elicitation, roots].some((declared) => declared !== undefined);

/** Tells the client to initialize again. */
const notFound = () =>
  Response.json({ jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null }, { status: 404 });
