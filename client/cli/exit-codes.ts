import { GatewayError, GatewayUnreachable } from '../http.ts';
import { UsageError } from './arguments.ts';

/** What a script can tell from the end of a command; the page docs/cli.md has the same table. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'Done; a watched run completed' },
  outcome: { code: 1, meaning: 'It was done and the outcome is bad: a watched run failed, a check found a fault' },
  usage: { code: 2, meaning: 'The command line or a field of it is wrong' },
  notFound: { code: 3, meaning: 'What is named does not exist' },
  refused: { code: 4, meaning: 'Its state or a gate does not allow it' },
  away: { code: 5, meaning: 'Gateway, Temporal or storage does not answer' },
  notAllowed: { code: 6, meaning: 'No token, a wrong one, or not allowed' },
  defect: { code: 70, meaning: 'A defect of this software' },
  interrupted: { code: 130, meaning: 'Interrupted by Ctrl-C; the run itself goes on' },
} as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT_CODES.usage.code;
  if (error instanceof GatewayUnreachable) return EXIT_CODES.away.code;
  if (error instanceof Error && error.name === 'AbortError') return EXIT_CODES.interrupted.code;
  if (!(error instanceof GatewayError)) return EXIT_CODES.defect.code;
  const { status } = error.problem;
  if (status === 400 || status === 413 || status === 415) return EXIT_CODES.usage.code;
  if (status === 404) return EXIT_CODES.notFound.code;
  if (status === 401 || status === 403) return EXIT_CODES.notAllowed.code;
  if (status === 409 || status === 422) return EXIT_CODES.refused.code;
  return status === 503 || status === 429 || status === 502 ? EXIT_CODES.away.code : EXIT_CODES.defect.code;
}
