import { ERRORS } from '../../contracts/errors.ts';
import { isKnown } from '../problem.ts';

/** What an agent reads of an error: what happened, and what to do. */
export interface AgentProblem {
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
}

/** `onDefect` is told of every error that callers may not read. */
export function problemOf(error: unknown, onDefect: (error: unknown) => void): AgentProblem {
  if (isKnown(error)) {
    return { code: error.type, detail: error.message, remedy: ERRORS[error.type].remedy };
  }
  const problem = (error as { problem?: AgentProblem }).problem;
  if (problem) return { code: problem.code, detail: problem.detail, remedy: problem.remedy };
  onDefect(error);
  return { code: 'Internal', detail: 'the gateway met a defect', remedy: ERRORS.Internal.remedy };
}

/** A refusal is an answer the agent can act on. */
export function refusal(problem: AgentProblem) {
  return { isError: true, content: [{ type: 'text' as const, text: JSON.stringify(problem) }] };
}
