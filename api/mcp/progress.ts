import type { ServerContext } from '@modelcontextprotocol/server';

/** Our choice: often enough to show that something goes on, seldom enough to be no load. */
const EVERY_MS = 1000;

/**
 * Tells a client that asked with a progressToken, once a second, how many seconds a call has taken: they only rise.
 * Without a total, because nobody knows it. Ends when the work does or the client hangs up.
 */
export async function withProgress<T>({ mcpReq }: ServerContext, work: () => Promise<T>): Promise<T> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return work();
  let progress = 0;
  const timer = setInterval(() => {
    progress += EVERY_MS / 1000;
    const params = { progressToken, progress, message: `a worker is at it for ${progress} s` };
    // A client that hung up has no ear for it; the work goes on.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => clearInterval(timer));
  }, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
