import {
  inputRequired,
  inputResponse,
  type McpServer,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });

const ask = (message: string, field: string, of: Properties[string] = { type: 'string' }) =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: of }, required: [field] },
  });
const sample = (text: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens });

type Requests = Record<string, ReturnType<typeof ask>>;
type Responses = Parameters<typeof inputResponse>[0];

/** Tools that ask the client for something before they answer. */
export function registerInputs(server: McpServer, states: RequestStateCodec<Record<string, unknown>>): void {
  const isThere = (responses: Responses, requests: Requests) =>
    Object.keys(requests).every((key) => inputResponse(responses, key).kind !== 'missing');

  const asking = (name: string, requests: Requests, answer: (responses: Responses) => string) =>
    server.registerTool(name, { description: name }, async ({ mcpReq }) =>
      isThere(mcpReq.inputResponses, requests)
        ? said(answer(mcpReq.inputResponses))
        : inputRequired({ inputRequests: requests }),
    );
  const shown = (key: string) => (responses: Responses) => JSON.stringify(inputResponse(responses, key));
  asking('test_input_required_result_elicitation', { user_name: ask('What is your name?', 'name') }, (responses) => {
    const view = inputResponse(responses, 'user_name');
    return `Hello, ${view.kind === 'elicit' ? view.content?.name : ''}!`;
  });
  const question = sample('What is the capital of France?', 100);
  asking('test_input_required_result_sampling', { capital_question: question }, shown('capital_question'));
  asking('test_input_required_result_list_roots', { client_roots: inputRequired.listRoots() }, shown('client_roots'));
  asking('test_streaming_elicitation', { go: ask('Go on?', 'go', { type: 'boolean' }) }, shown('go'));

  // The package refuses it where the client has not declared sampling.
  asking('test_missing_capability', { text: sample('Say something', 10) }, shown('text'));

  const rounds = (name: string, steps: Requests[], answer: string) =>
    server.registerTool(name, { description: name }, async (context) => {
      const { mcpReq } = context;
      const state = mcpReq.requestState<{ round: number }>();
      const round = typeof state === 'object' && state !== null ? state.round : 0;
      const asked = steps[round - 1];
      const next = asked && !isThere(mcpReq.inputResponses, asked) ? round - 1 : round;
      const inputRequests = steps[next];
      if (!inputRequests) return said(answer);
      return inputRequired({ inputRequests, requestState: await states.mint({ round: next + 1 }, context) });
    });
  const confirm = { confirm: ask('Please confirm', 'ok', { type: 'boolean' }) };
  rounds('test_input_required_result_request_state', [confirm], 'state-ok');
  rounds('test_input_required_result_tampered_state', [confirm], 'state-ok');
  const all = {
    user_name: ask('What is your name?', 'name'),
    greeting: sample('Generate a greeting', 50),
    client_roots: inputRequired.listRoots(),
  };
  rounds('test_input_required_result_multiple_inputs', [all], 'all there');
  const step1 = ask('Step 1: What is your name?', 'name');
  const step2 = ask('Step 2: What is your favorite color?', 'color');
  rounds('test_input_required_result_multi_round', [{ step1 }, { step2 }], 'all there');

  server.registerTool('test_input_required_result_capabilities', { description: 'as declared' }, async ({ mcpReq }) => {
    const { elicitation, sampling } = declared(mcpReq.envelope);
    const inputRequests = {
      ...(elicitation !== undefined && { user_name: ask('What is your name?', 'name') }),
      ...(sampling !== undefined && { greeting: sample('Generate a greeting', 50) }),
    };
    return Object.keys(inputRequests).length === 0 ? said('nothing to ask') : inputRequired({ inputRequests });
  });

  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'a prompt that asks' },
    async ({ mcpReq }) => {
      const requests = { user_context: ask('What context should the prompt use?', 'context') };
      if (!isThere(mcpReq.inputResponses, requests)) return inputRequired({ inputRequests: requests });
      const { content } = said(shown('user_context')(mcpReq.inputResponses));
      return { messages: content.map((part) => ({ role: 'user' as const, content: part })) };
    },
  );

  registerSampling(server);
}

function declared(envelope: unknown): Record<string, unknown> {
  const key = 'io.modelcontextprotocol/clientCapabilities';
  return ((envelope as Record<string, unknown> | undefined)?.[key] ?? {}) as Record<string, unknown>;
}

/** The same, as revision 2025-11-25 does it: a request to the client while the call is open. */
function registerSampling(server: McpServer): void {
  server.registerTool(
    'test_sampling',
    { description: 'sampling', inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, { mcpReq }) => {
      const messages = [{ role: 'user' as const, content: { type: 'text' as const, text: prompt } }];
      const { content } = await mcpReq.requestSampling({ messages, maxTokens: 100 });
      return said(`LLM response: ${JSON.stringify(content)}`);
    },
  );
  const elicit = (name: string, properties: Properties, required: string[] = []) =>
    server.registerTool(
      name,
      { description: name, inputSchema: z.object({ message: z.string().default('Please fill in') }) },
      async ({ message }, { mcpReq }) => {
        const requestedSchema = { type: 'object' as const, properties, required };
        const { action, content } = await mcpReq.elicitInput({ message, requestedSchema });
        return said(`action=${action}, content=${JSON.stringify(content)}`);
      },
    );
  elicit('test_elicitation', { response: { type: 'string' } }, ['response']);
  elicit('test_elicitation_sep1034_defaults', {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  });
  const options = ['option1', 'option2', 'option3'];
  const titled = [1, 2, 3].map((n) => ({ const: `value${n}`, title: `Choice ${n}` }));
  elicit('test_elicitation_sep1330_enums', {
    untitledSingle: { type: 'string', enum: options },
    titledSingle: { type: 'string', oneOf: titled },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
    titledMulti: { type: 'array', items: { anyOf: titled } },
  });
}

type Properties = Extract<
  Parameters<ServerContext['mcpReq']['elicitInput']>[0],
  { requestedSchema: unknown }
>['requestedSchema']['properties'];
