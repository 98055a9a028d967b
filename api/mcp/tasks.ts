import {
  CLIENT_CAPABILITIES_META_KEY,
  type McpServer,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ERRORS } from '../../contracts/errors.ts';
import { ExecutionIdSchema } from '../../contracts/operation-fields.ts';
import type { RunState } from '../../contracts/run.ts';
import { type AgentProblem, problemOf, refusal } from './agent-problem.ts';
import type { McpParts } from './create-server.ts';

/**
 * The tasks extension: a run is a task, and its task id is its execution id. Nothing is kept here: whatever gateway is
 * asked reads the run from Temporal.
 */
export const TASKS = 'io.modelcontextprotocol/tasks';

/** The client says with each request what it understands. Revision 2025-11-25 has no such envelope, and no extension. */
export function wantsTask({ mcpReq }: ServerContext): boolean {
  const envelope = mcpReq.envelope as Record<string, unknown> | undefined;
  const declared = envelope?.[CLIENT_CAPABILITIES_META_KEY] as { extensions?: object } | undefined;
  return declared?.extensions !== undefined && TASKS in declared.extensions;
}

/** What is added to the answer of a start so that it is a task. */
export const asTask = (state: RunState) => ({ resultType: 'task', ...taskOf(state) });

export interface TaskSource {
  /** The task as it is, with its outcome once it has one. */
  get(taskId: string): Promise<object>;
  update(taskId: string, inputResponses: Record<string, unknown>): Promise<void>;
  cancel(taskId: string): Promise<void>;
}

/** The methods of the extension. Errors of the source that are ProtocolErrors reach the client as they are. */
export function registerTaskMethods(server: McpServer, source: TaskSource): void {
  server.server.registerCapabilities({ extensions: { [TASKS]: {} } });

  const params = z.object({ taskId: ExecutionIdSchema });
  const method = (name: string, answer: (taskId: string, context: ServerContext) => Promise<object>) =>
    server.server.setRequestHandler(name, { params, result: z.looseObject({}) }, async ({ taskId }, context) => {
      if (!wantsTask(context)) throw tasksRequired();
      return { ...(await answer(taskId, context)) };
    });
  method('tasks/get', (taskId) => source.get(taskId));
  // The package takes the responses out of the parameters.
  method('tasks/update', (taskId, { mcpReq }) => acknowledged(source.update(taskId, mcpReq.inputResponses ?? {})));
  method('tasks/cancel', (taskId) => acknowledged(source.cancel(taskId)));
}

const acknowledged = (work: Promise<void>) => work.then(() => ({}));

/** The refusal of a client that has not said that it knows tasks. */
export const tasksRequired = () =>
  new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [TASKS]: {} } } });

/** Runs as tasks. */
export function registerTasks(server: McpServer, { invoke, onDefect }: Omit<McpParts, 'version'>): void {
  const read = async (execution_id: string) => (await invoke('status', { execution_id })) as RunState;
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw toProtocolError(problemOf(error, onDefect));
    });
  const get = async (execution_id: string) => {
    const state = await read(execution_id);
    return { ...taskOf(state), ...(await outcomeOf(state, () => invoke('results', { execution_id }))) };
  };
  const cancel = (execution_id: string) =>
    invoke('cancel', { execution_id, by: 'mcp' }).catch((error: unknown) => {
      // One that has ended needs no cancelling.
      if (problemOf(error, () => {}).code !== 'RunStateConflict') throw error;
    });
  registerTaskMethods(server, {
    get: (taskId) => told(get(taskId)),
    // A run asks the operator, not the agent: there is no request that a response could belong to.
    update: async (taskId) => void (await told(read(taskId))),
    cancel: async (taskId) => void (await told(cancel(taskId))),
  });
}

/** Our choice: stages take seconds to hours, and a person who looks does not look more often. */
const POLL_MS = 2000;

function taskOf(state: RunState) {
  const instants = [state.start_time, state.end_time, ...state.stages.flatMap((s) => [s.started_at, s.ended_at])];
  const { waiting_for, progress, message } = state;
  const waiting = waiting_for === 'nothing' ? '' : `; waits for ${waiting_for}`;
  return {
    taskId: state.execution_id,
    status: statusOf(state),
    statusMessage: `${state.status}, ${Math.floor(progress)} %${waiting}; ${message}`,
    createdAt: state.start_time,
    lastUpdatedAt: instants
      .filter((at) => at !== null)
      .sort()
      .at(-1),
    // For as long as the Temporal namespace keeps the run.
    ttlMs: null,
    pollIntervalMs: POLL_MS,
  };
}

/** A run that failed is a tool that answered with an error; `failed` is for a protocol that broke. */
function statusOf({ status }: RunState): 'working' | 'completed' | 'cancelled' {
  if (status === 'completed' || status === 'failed' || status === 'timed_out') return 'completed';
  return status === 'cancelled' ? 'cancelled' : 'working';
}

async function outcomeOf(state: RunState, readResults: () => Promise<unknown>): Promise<object> {
  if (state.status === 'failed' || state.status === 'timed_out') {
    const { type, message } = state.failure;
    return { result: refusal({ code: type, detail: message, remedy: ERRORS[type].remedy }) };
  }
  if (state.status !== 'completed') return {};
  const { execution_id } = state;
  const links = {
    status: `/api/training/${execution_id}/status`,
    results: `/api/training/${execution_id}/results`,
    temporal_ui: null,
  };
  const structuredContent = {
    ...{ execution_id, pipeline_id: execution_id, status: 'started', estimated_duration: null, links },
    results: await readResults(),
  };
  return { result: { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent } };
}

function toProtocolError({ code, detail, remedy }: AgentProblem): ProtocolError {
  const unknown = code === 'RunNotFound' || code === 'InvalidInput';
  const kind = unknown ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(kind, detail, { code, remedy });
}
