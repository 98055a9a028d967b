import { readFile } from 'node:fs/promises';
import { PipelineError } from '../contracts/errors.ts';
import { OPERATIONS } from '../contracts/operations.ts';
import type { Call, Handlers } from './handlers.ts';
import type { Invoke } from './mcp/create-server.ts';
import { parseInput } from './parse-input.ts';
import { Accepted } from './start-task.ts';
import { FileAnswer } from './stored-files.ts';

/** Operations by name, for a door that is no route: the same parsing, the same handlers. A task that goes on is refused. */
export function invokeOf(handlers: Handlers): Invoke {
  return async (name, input, { idempotencyKey } = {}) => {
    const handle = handlers[name] as (input: unknown, call: Call) => Promise<unknown>;
    const fields = parseInput(OPERATIONS[name].input, { path: {}, rest: input });
    const output = await handle(fields, { idempotencyKey });
    if (output instanceof FileAnswer) return readFile(output.path);
    if (!(output instanceof Accepted)) return output;
    throw new PipelineError('TaskUnderWay', `it takes longer; ask for it as task ${output.taskId} in a while`);
  };
}
