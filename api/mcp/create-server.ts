import { McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { ERRORS, PipelineError } from '../../contracts/errors.ts';
import { MCP_CAPABILITIES, MCP_TOOLS, type McpTool, schemasOf } from '../../contracts/mcp-tools.ts';
import type { OperationName } from '../../contracts/operations.ts';

/** Does an operation with fields that were not checked yet. */
export type Invoke = (operation: OperationName, input: Record<string, unknown>) => Promise<unknown>;

export interface McpParts {
  readonly invoke: Invoke;
  readonly version: string;
}

/** Every answer is counts, ids, names and figures: no operation that an agent can reach answers with text of a dataset. */
const INSTRUCTIONS = `Turns datasets of conversations into trained, judged models. Start with dataset_categorize and \
dataset_validate, then training_execute; watch the run with training_monitor and read training_results. A run that needs \
attention waits for a person. Which tools serve what is in the resource pipeline://capabilities.`;

/** One MCP server over the operation table, the same for every transport and both revisions of the protocol. */
export function createMcpServer({ invoke, version }: McpParts): McpServer {
  const server = new McpServer(
    { name: 'dataset-training-pipeline', title: 'Dataset Training Pipeline', version },
    { instructions: INSTRUCTIONS },
  );
  for (const [name, tool] of Object.entries<McpTool>(MCP_TOOLS)) registerTool(server, { name, tool, invoke });
  registerResources(server, invoke);
  registerPrompts(server);
  return server;
}

function registerTool(
  server: McpServer,
  { name, tool, invoke }: { name: string; tool: McpTool; invoke: Invoke },
): void {
  const { input, output } = schemasOf(tool);
  const { title, description, readOnlyHint, destructiveHint = false, idempotentHint = readOnlyHint } = tool;
  server.registerTool(
    name,
    {
      ...{ title, description, inputSchema: input, outputSchema: output },
      annotations: { title, readOnlyHint, destructiveHint, idempotentHint, openWorldHint: false },
    },
    async (given: Record<string, unknown>) => {
      try {
        const structuredContent = await answer(tool, given, invoke);
        return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
      } catch (error) {
        return refusal(error);
      }
    },
  );
}

async function answer({ operation, also }: McpTool, given: Record<string, unknown>, invoke: Invoke) {
  const { [also?.field ?? '']: named, ...rest } = given;
  const result = (await invoke(operation, rest)) as Record<string, unknown>;
  const { output } = schemasOf({ operation } as McpTool);
  const body = 'result' in output.shape && !('result' in result) ? { result } : result;
  if (!also) return body;
  return { ...body, [also.field]: named === undefined ? null : await invoke(also.operation, { [also.field]: named }) };
}

/** A refusal is an answer the agent can act on: code, what happened, what to do. */
function refusal(error: unknown) {
  const problem = problemOf(error);
  return { isError: true, content: [{ type: 'text' as const, text: JSON.stringify(problem) }] };
}

function problemOf(error: unknown): { code: string; detail: string; remedy: string } {
  if (error instanceof PipelineError && error.type !== 'Internal') {
    return { code: error.type, detail: error.message, remedy: ERRORS[error.type].remedy };
  }
  const problem = (error as { problem?: { code: string; detail: string; remedy: string } }).problem;
  if (problem) return { code: problem.code, detail: problem.detail, remedy: problem.remedy };
  return { code: 'Internal', detail: 'the gateway met a defect', remedy: ERRORS.Internal.remedy };
}

const json = (uri: URL, value: unknown) => ({
  contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(value) }],
});
const mimeType = 'application/json';

function registerResources(server: McpServer, invoke: Invoke): void {
  const fixed = (name: string, description: string, read: () => unknown) =>
    server.registerResource(name, `pipeline://${name}`, { title: name, description, mimeType }, async (uri) =>
      json(uri, await read()),
    );
  fixed('capabilities', 'Capabilities, the tools that serve them and their schemas', () =>
    Object.entries(MCP_CAPABILITIES).map(([capability, tools]) => ({
      capability,
      tools: tools.map((tool) => {
        const { input, output } = schemasOf(MCP_TOOLS[tool]);
        const schema = (of: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(of, { io, unrepresentable: 'any' });
        return { tool, input_schema: schema(input, 'input'), output_schema: schema(output, 'output') };
      }),
    })),
  );
  fixed('taxonomy', 'Categories of datasets', () => invoke('taxonomy', {}));
  fixed('runs', 'Runs, newest first', () => invoke('list', {}));
  fixed('datasets', 'Registered datasets', () => invoke('datasets', {}));
  fixed('models', 'Registered models', () => invoke('models', {}));

  const one = (name: string, field: string, operation: OperationName, description: string) =>
    server.registerResource(
      name,
      new ResourceTemplate(`pipeline://${name}/{${field}}`, { list: undefined }),
      { title: name, description, mimeType },
      async (uri, variables) => json(uri, await invoke(operation, { [field]: String(variables[field]) })),
    );
  one('run', 'execution_id', 'status', 'State of a run');
  one('results', 'execution_id', 'results', 'Results of a run');
  one('dataset', 'dataset_id', 'dataset', 'A registered dataset');
  one('model', 'model_id', 'model', 'A registered model with its gates');
}

function registerPrompts(server: McpServer): void {
  const prompt = (name: string, title: string, field: string, text: (value: string) => string) =>
    server.registerPrompt(
      name,
      { title, description: title, argsSchema: z.object({ [field]: z.string().max(4096) }) },
      (given) => ({
        messages: [
          { role: 'user', content: { type: 'text', text: text(String((given as Record<string, string>)[field])) } },
        ],
      }),
    );
  prompt(
    'train_on_dataset',
    'Train a model on a dataset',
    'dataset_path',
    (path) =>
      `Categorize and validate the dataset at ${JSON.stringify(path)}. Where it is valid, start training, watch the run to its end and report the metrics beside the baseline, the gates, and what the findings warn of. Where it is not, say what has to change.`,
  );
  prompt(
    'inspect_run',
    'Find out what a run needs',
    'execution_id',
    (id) =>
      `Read the state of run ${JSON.stringify(id)}. Say which stage it is in and why it waits or failed, with the remedy of its error, and what a person has to decide. Do not cancel it.`,
  );
}
