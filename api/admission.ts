import type { RequestHandler } from 'express';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';

/** Our choice: callers remembered at a time; one that is forgotten starts with a full second again. */
const CALLERS_MAX = 10_000;

/**
 * Turns requests away before they cost anything: more in a second than one address may send (429), or more at work than
 * the gateway takes (503). Whether somebody alive answers is still told: public operations do not come by here.
 *
 * An address has a bucket that fills evenly and holds one second's worth.
 */
export function createAdmission(
  limits: Partial<Pick<Config, 'REQUESTS_PER_SECOND_MAX' | 'REQUESTS_AT_WORK_MAX'>>,
  clock: () => number,
): RequestHandler {
  const { REQUESTS_PER_SECOND_MAX: perSecond, REQUESTS_AT_WORK_MAX: atWorkMax = Number.POSITIVE_INFINITY } = limits;
  const buckets = new Map<string, { left: number; at: number }>();
  let atWork = 0;

  const take = (address: string, rate: number) => {
    const now = clock();
    const bucket = buckets.get(address) ?? { left: rate, at: now };
    const left = Math.min(rate, bucket.left + ((now - bucket.at) / 1000) * rate);
    // Put at the end: the first of the map is the one not heard of for longest.
    buckets.delete(address);
    buckets.set(address, { left: left < 1 ? left : left - 1, at: now });
    if (buckets.size > CALLERS_MAX) buckets.delete(buckets.keys().next().value ?? '');
    if (left >= 1) return;
    const retry_after_seconds = Math.max(1, Math.ceil((1 - left) / rate));
    const message = `more than ${rate} requests a second came from this address; wait ${retry_after_seconds} s`;
    throw new PipelineError('RateLimited', message, { facts: { retry_after_seconds } });
  };

  return (request, response, next) => {
    if (perSecond !== undefined) take(request.socket.remoteAddress ?? '', perSecond);
    if (atWork >= atWorkMax) {
      const message = `${atWorkMax} requests are at work, the most this gateway takes`;
      throw new PipelineError('Overloaded', message, { facts: { retry_after_seconds: 1 } });
    }
    atWork += 1;
    response.once('close', () => {
      atWork -= 1;
    });
    next();
  };
}
