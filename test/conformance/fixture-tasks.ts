import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  inputRequired,
  inputResponse,
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { registerTaskMethods, type TaskSource, tasksRequired, wantsTask } from '../../api/mcp/tasks.ts';

const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });
const ask = (message: string) =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } });

type Work = (task: FixtureTask) => Promise<object>;

/** Work in this process: nothing like a run, which is on the Temporal server. Only the wire is the same. */
class FixtureTask {
  readonly id = randomUUID();
  private readonly createdAt = new Date().toISOString();
  private readonly stop = new AbortController();
  private readonly answered = new EventTarget();
  private status = 'working';
  private outcome: object = {};
  private inputRequests: Record<string, unknown> = {};

  constructor(work: Work) {
    work(this).then(
      (result) => this.end('completed', { result }),
      (error: Error) =>
        this.end('failed', { error: { code: ProtocolErrorCode.InternalError, message: error.message } }),
    );
  }

  wait(seconds: number): Promise<void> {
    return sleep(seconds * 1000, undefined, { signal: this.stop.signal });
  }

  /** Parks the task until the client has answered every request. */
  async needs(inputRequests: Record<string, unknown>): Promise<void> {
    this.inputRequests = { ...inputRequests };
    while (Object.keys(this.inputRequests).length > 0) {
      this.status = 'input_required';
      await new Promise((resolve) => this.answered.addEventListener('answer', resolve, { once: true }));
    }
    this.status = 'working';
  }

  answer(responses: Record<string, unknown>): void {
    for (const key of Object.keys(responses)) delete this.inputRequests[key];
    this.answered.dispatchEvent(new Event('answer'));
  }

  cancel(): void {
    this.end('cancelled', {});
    this.stop.abort();
  }

  /** The first end counts. */
  private end(status: string, outcome: object): void {
    if (['completed', 'failed', 'cancelled'].includes(this.status)) return;
    this.status = status;
    this.outcome = outcome;
  }

  toWire(): object {
    const { id: taskId, status, createdAt, outcome } = this;
    const times = { createdAt, lastUpdatedAt: new Date().toISOString(), ttlMs: 60_000, pollIntervalMs: 100 };
    const asks = status === 'input_required' && { inputRequests: this.inputRequests };
    return { taskId, status, ...times, ...outcome, ...asks };
  }
}

/** The tasks of one fixture: they outlive the request that made them. */
export function createTaskTools() {
  const tasks = new Map<string, FixtureTask>();
  const find = (taskId: string): FixtureTask => {
    const task = tasks.get(taskId);
    if (task === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `no task ${taskId}`);
    return task;
  };
  const source: TaskSource = {
    get: async (taskId) => find(taskId).toWire(),
    update: async (taskId, responses) => find(taskId).answer(responses),
    cancel: async (taskId) => find(taskId).cancel(),
  };
  const start = (work: Work) => {
    const task = new FixtureTask(work);
    tasks.set(task.id, task);
    return { ...said(''), resultType: 'task', ...task.toWire() };
  };
  return (server: McpServer, states: RequestStateCodec<Record<string, unknown>>) => {
    registerTaskMethods(server, source);
    registerTools(server, start);
    registerEscalation(server, { start, states });
    requireTasks(server, ['failing_job', 'test_tool_with_task']);
  };
}

function registerTools(server: McpServer, start: (work: Work) => ReturnType<typeof said>): void {
  server.registerTool(
    'greet',
    { description: 'answers at once', inputSchema: z.object({ name: z.string() }) },
    async ({ name }) => said(`Hello, ${name}!`),
  );
  server.registerTool(
    'slow_compute',
    { description: 'sleeps', inputSchema: z.object({ seconds: z.number(), label: z.string().optional() }) },
    async ({ seconds }, context) => {
      const done = said(`slept ${seconds} s`);
      if (wantsTask(context)) return start((task) => task.wait(seconds).then(() => done));
      await sleep(seconds * 1000);
      return done;
    },
  );
  const background = (name: string, work: Work) =>
    server.registerTool(name, { description: name }, async () => start(work));
  background('failing_job', async (task) => {
    await task.wait(1);
    return { isError: true, ...said('it failed, as it should') };
  });
  background('protocol_error_job', async (task) => {
    await task.wait(0.1);
    throw new Error('it broke, as it should');
  });
  background('confirm_delete', async (task) => {
    await task.needs({ confirm: ask('Delete it?') });
    return said('deleted');
  });
  background('multi_input', async (task) => {
    await task.needs({ first: ask('The first?'), second: ask('The second?') });
    return said('both are there');
  });
}

/** Asks within the call first, and goes on as a task. */
function registerEscalation(
  server: McpServer,
  parts: { start: (work: Work) => ReturnType<typeof said>; states: RequestStateCodec<Record<string, unknown>> },
): void {
  server.registerTool('test_tool_with_task', { description: 'asks, then works' }, async (context: ServerContext) => {
    const view = inputResponse(context.mcpReq.inputResponses, 'user_name');
    if (view.kind === 'missing') {
      const requestState = await parts.states.mint({ round: 1 }, context);
      return inputRequired({ inputRequests: { user_name: ask('What is your name?') }, requestState });
    }
    const name = view.kind === 'elicit' ? JSON.stringify(view.content) : '';
    return parts.start(async (task) => {
      await task.wait(0.2);
      return said(`done for ${name}`);
    });
  });
}

/** Through the package's own map of handlers: what a tool throws becomes an answer of the tool, and this is no answer. */
function requireTasks(server: McpServer, names: readonly string[]): void {
  type Handler = (request: { params: { name: string } }, context: ServerContext) => Promise<unknown>;
  const handlers = (server.server as unknown as { _requestHandlers: Map<string, Handler> })._requestHandlers;
  const call = handlers.get('tools/call');
  if (call === undefined) throw new Error('the package keeps its handlers elsewhere');
  handlers.set('tools/call', async (request, context) => {
    if (names.includes(request.params.name) && !wantsTask(context)) throw tasksRequired();
    return call(request, context);
  });
}
