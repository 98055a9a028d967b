import { OPERATIONS, type Operation, type OperationName } from '../contracts/operations.ts';
import type { AuditState } from '../plugins/state-kinds.ts';
import type { Call, Handlers } from './handlers.ts';
import { Accepted } from './start-task.ts';

/** What an entry says of the thing that was acted on: names that the pipeline gave, and the operator's reason. */
const TOLD = [
  'execution_id',
  'stage',
  'dataset_id',
  'model_id',
  'rerun_of',
  'task_id',
  'dataset',
  'run',
  'reason',
] as const;

/**
 * The same handlers, with an entry in the audit trail for each command that was done, whatever door it came by. What
 * was refused changed nothing and is in the log only.
 */
export function audited(
  handlers: Handlers,
  { state, clock }: { state: Pick<AuditState, 'audit'>; clock: () => number },
): Handlers {
  const wrap = (name: OperationName) => {
    const handle = handlers[name] as (input: Record<string, unknown>, call: Call) => Promise<unknown>;
    const { audit: action }: Operation = OPERATIONS[name];
    if (action === undefined) return handle;
    return async (input: Record<string, unknown>, call: Call) => {
      const output = await handle(input, call);
      const { by } = input;
      const detail = detailOf(name, input, output);
      const entry = { at: new Date(clock()).toISOString(), action, by: typeof by === 'string' ? by : 'operator' };
      // Without a run in its own column: an entry with one is kept once, and a person may do the same thing twice.
      state.audit({ ...entry, run_id: null, detail });
      return output;
    };
  };
  const names = Object.keys(OPERATIONS) as OperationName[];
  return Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Handlers;
}

function detailOf(name: OperationName, input: Record<string, unknown>, output: unknown): Record<string, unknown> {
  const answered = output instanceof Accepted ? { task_id: output.taskId } : (output as Record<string, unknown>);
  // A rerun answers the new run; which one it was made from is what was asked.
  const asked = name === 'rerun' ? { ...input, rerun_of: input.execution_id } : input;
  const known: Record<string, unknown> = { ...asked, ...answered };
  return Object.fromEntries(TOLD.flatMap((field) => (typeof known[field] === 'string' ? [[field, known[field]]] : [])));
}
