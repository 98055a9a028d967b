import { type ConnectionOptions, createCaller, DEFAULT_URL, GatewayUnreachable } from './http.ts';

/**
 * The report of a run as one HTML page that needs nothing else.
 *
 * Errors: GatewayError (an unknown run), GatewayUnreachable, AbortError.
 */
export async function readReport(
  connection: ConnectionOptions,
  executionId: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Uint8Array> {
  const { url = DEFAULT_URL, token, fetch: send = fetch } = connection;
  // A page refuses in words for people; the status says it for programs, and repeats while the gateway is away.
  await createCaller(connection)('status', { execution_id: executionId }, { signal });
  const target = new URL(`/runs/${encodeURIComponent(executionId)}/report.html`, url);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await send(target, { headers, ...(signal && { signal }) });
  if (!answer.ok) throw new GatewayUnreachable(target.origin, `it answered ${answer.status} for the report`);
  return new Uint8Array(await answer.arrayBuffer());
}
