import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  completable,
  createRequestStateCodec,
  fromJsonSchema,
  McpServer,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { UNCHANGING } from '../../api/mcp/create-server.ts';
import { registerInputs } from './fixture-inputs.ts';
import { createTaskTools } from './fixture-tasks.ts';

/** One transparent pixel, and a WAV file without a sample. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const said = (text: string) => ({ content: [{ type: 'text' as const, text }] });
const embedded = (uri: string) => ({
  type: 'resource' as const,
  resource: { uri, mimeType: 'text/plain', text: 'text of a resource' },
});
const pixel = { type: 'image' as const, data: PNG, mimeType: 'image/png' };

/** Through a name: the types of JSON Schema do not know the protocol's own word. */
const REGION = { type: 'string' as const, 'x-mcp-header': 'Region' };

const states = createRequestStateCodec<Record<string, unknown>>({ key: randomBytes(32) });

/** The tools, resources and prompts that the conformance suite asks for by name: its descriptions say what each does. */
export function createFixtures(): () => McpServer {
  const registerTaskTools = createTaskTools();
  return () => createFixture(registerTaskTools);
}

function createFixture(registerTaskTools: ReturnType<typeof createTaskTools>): McpServer {
  const server = new McpServer(
    { name: 'conformance-fixture', version: '1.0.0' },
    {
      capabilities: { logging: {}, completions: {}, ...UNCHANGING, resources: { listChanged: false, subscribe: true } },
      requestState: { verify: states.verify },
    },
  );
  registerContent(server);
  registerMessages(server);
  registerSchemas(server);
  registerInputs(server, states);
  registerResources(server);
  registerPrompts(server);
  registerTaskTools(server, states);
  return server;
}

function registerContent(server: McpServer): void {
  const tool = (name: string, content: () => object) =>
    server.registerTool(name, { description: name }, async () => content() as ReturnType<typeof said>);
  tool('test_simple_text', () => said('a text'));
  tool('test_image_content', () => ({ content: [pixel] }));
  tool('test_audio_content', () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }));
  tool('test_embedded_resource', () => ({ content: [embedded('test://embedded-resource')] }));
  tool('test_multiple_content_types', () => ({
    content: [{ type: 'text', text: 'several' }, pixel, embedded('test://mixed-content-resource')],
  }));
  tool('test_error_handling', () => ({ isError: true, ...said('This tool intentionally returns an error') }));
}

function registerMessages(server: McpServer): void {
  for (const name of ['test_tool_with_logging', 'test_logging_tool']) {
    server.registerTool(name, { description: name }, async ({ mcpReq }) => {
      for (const data of ['started', 'working', 'done']) await mcpReq.log('info', data);
      return said('logged');
    });
  }
  server.registerTool('test_tool_with_progress', { description: 'progress' }, async ({ mcpReq }) => {
    const { progressToken } = mcpReq._meta ?? {};
    for (const progress of [0, 50, 100]) {
      if (progressToken === undefined) break;
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      await sleep(10);
    }
    return said(String(progressToken));
  });
}

function registerSchemas(server: McpServer): void {
  server.registerTool(
    'json_schema_2020_12_tool',
    {
      description: 'a schema with words that a conversion might lose',
      inputSchema: fromJsonSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        $defs: {
          address: {
            $anchor: 'addressDef',
            type: 'object',
            properties: { street: { type: 'string' }, city: { type: 'string' } },
          },
        },
        properties: {
          name: { type: 'string' },
          address: { $ref: '#/$defs/address' },
          contactMethod: { type: 'string', enum: ['phone', 'email'] },
          phone: { type: 'string' },
          email: { type: 'string' },
        },
        allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
        if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
        // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
        then: { required: ['phone'] },
        else: { required: ['email'] },
        additionalProperties: false,
      }),
    },
    async () => said('ok'),
  );
  server.registerTool(
    'test_headers',
    {
      description: 'an argument that a header repeats',
      inputSchema: fromJsonSchema({
        type: 'object',
        properties: { region: REGION },
        required: ['region'],
      }),
    },
    async () => said('ok'),
  );
}

function registerResources(server: McpServer): void {
  const text = (name: string, uri: string) =>
    server.registerResource(name, uri, { mimeType: 'text/plain' }, async () => ({
      contents: [{ uri, mimeType: 'text/plain', text: name }],
    }));
  text('static-text', 'test://static-text');
  text('watched-resource', 'test://watched-resource');
  server.registerResource('static-binary', 'test://static-binary', { mimeType: 'image/png' }, async ({ href }) => ({
    contents: [{ uri: href, mimeType: 'image/png', blob: PNG }],
  }));
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { mimeType: 'application/json' },
    async ({ href }, { id }) => ({
      contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify({ id, data: `data of ${id}` }) }],
    }),
  );
  server.server.setRequestHandler('resources/subscribe', async () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', async () => ({}));
}

function registerPrompts(server: McpServer): void {
  const message = (content: object) => ({ role: 'user' as const, content: content as ReturnType<typeof embedded> });
  const { content } = said('a prompt');
  server.registerPrompt('test_simple_prompt', { description: 'a prompt without arguments' }, async () => ({
    messages: content.map(message),
  }));
  server.registerPrompt('test_prompt_with_image', { description: 'a prompt with an image' }, async () => ({
    messages: [pixel, ...content].map(message),
  }));
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'a prompt with arguments',
      argsSchema: z.object({ arg1: completable(z.string(), () => ['paris', 'party']), arg2: z.string() }),
    },
    async ({ arg1, arg2 }) => ({ messages: said(`arg1='${arg1}', arg2='${arg2}'`).content.map(message) }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'a prompt with a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    async ({ resourceUri }) => ({ messages: [embedded(resourceUri), ...content].map(message) }),
  );
}
