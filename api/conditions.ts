import { createHash } from 'node:crypto';
import { PipelineError } from '../contracts/errors.ts';

/** A strong validator: equal where the JSON is equal byte by byte. */
export function etagOf(body: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32)}"`;
}

/**
 * Holds a caller to the state his decision was made on (If-Match, RFC 9110). The state is read before the work and not
 * locked: what the run refuses in its next state is refused by the run itself.
 *
 * Errors: StateChanged, and those of `read`.
 */
export async function assertMatches(ifMatch: string | undefined, read: () => Promise<unknown>): Promise<void> {
  if (ifMatch === undefined) return;
  const body = await read();
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes('*') || tags.includes(etagOf(body))) return;
  throw new PipelineError('StateChanged', 'the run has changed since the status that If-Match names was read');
}
