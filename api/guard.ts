import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { Operation } from '../contracts/operations.ts';

export interface Caller {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The one guard of the gateway: throws where the caller may not do what the role is asked for.
 *
 * With API_TOKEN the token is the whole login, and it holds every role. A program sends it as bearer token; a person's
 * browser asks for it as the password of a Basic login, and because a browser sends that by itself to whoever asks, a
 * write with it has to come from a page of this gateway. Without it only this machine is served: the
 * Host header must be loopback, because a web page can point its own name at 127.0.0.1 (DNS rebinding), and a write
 * that a browser sends from another site is refused. Logins with roles go here: a caller becomes a person with a
 * role, which is compared with the operation's; the rooms behind see no difference.
 *
 * Errors: NotAuthenticated, NotAllowed.
 */
export function createGuard(config: Pick<Config, 'API_TOKEN'>): (caller: Caller, role: Operation['role']) => void {
  const token = config.API_TOKEN;
  if (token === undefined) return refuseOtherSites;
  return (caller, role) => {
    if (role === 'public') return;
    const { authorization = '' } = caller.headers;
    const password = passwordOf(authorization);
    const given = password ?? /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (given === undefined) throw new PipelineError('NotAuthenticated', 'the request has no bearer token');
    if (!isSame(given, token)) throw new PipelineError('NotAuthenticated', 'the token is not the one of API_TOKEN');
    if (password !== undefined) refuseForeignPages(caller);
  };
}

/** The password of a Basic login, of whatever user. */
function passwordOf(authorization: string): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization)?.[1];
  return encoded && /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString())?.[1];
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/** Refuses a write that a browser sends for a page of another origin. */
function refuseForeignPages({ method, headers }: Caller): void {
  const foreign = headers.origin !== undefined && URL.parse(headers.origin)?.host !== headers.host;
  if (!isRead(method) && (foreign || headers['sec-fetch-site'] === 'cross-site'))
    throw new PipelineError('NotAllowed', 'a browser sent this from another site; that is refused');
}

/** Errors: ConfigInvalid where the gateway would serve other machines without asking for a token. */
export function assertMayListen(config: Pick<Config, 'HOST' | 'API_TOKEN'>): void {
  if (config.API_TOKEN !== undefined || isLoopback(config.HOST)) return;
  throw new PipelineError(
    'ConfigInvalid',
    `HOST ${config.HOST} lets other machines in, and API_TOKEN is not set; set API_TOKEN to 16 characters or more, or leave HOST at 127.0.0.1`,
    { facts: { settings: ['HOST', 'API_TOKEN'] } },
  );
}

function refuseOtherSites({ method, headers }: Caller): void {
  if (!isLoopback(hostOf(`http://${headers.host ?? ''}`))) {
    throw new PipelineError(
      'NotAllowed',
      'without API_TOKEN the gateway answers to localhost, 127.0.0.1 and [::1] only; the Host header names another',
    );
  }
  const foreign = headers.origin !== undefined && !isLoopback(hostOf(headers.origin));
  if (!isRead(method) && (foreign || headers['sec-fetch-site'] === 'cross-site')) {
    throw new PipelineError('NotAllowed', 'a browser sent this from another site; without API_TOKEN that is refused');
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/** Digests are compared: they are equally long, and the time tells nothing about the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
