import { z } from 'zod';
import { ClientMessageSchema, EVENTS, NOTICES } from '../../contracts/events.ts';
import { EVENTS_PATH } from './event-stream.ts';
import { SOCKET_PATH } from './web-socket.ts';

export const ASYNC_API_PATH = '/asyncapi.json';

const payload = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-07' });

type Message = { name: string; summary: string; payload: unknown };

/** The AsyncAPI 3 document of the WebSocket and the server-sent events, made from the schemas of contracts/events.ts. */
export function toAsyncApi(version: string) {
  const told = (schemas: Record<string, z.ZodType>) =>
    Object.entries(schemas).map(([name, schema]): [string, Message] => [
      name,
      { name, summary: schema.description ?? name, payload: payload(schema, 'output') },
    ]);
  const asked = ClientMessageSchema.options.map((schema): [string, Message] => {
    const type = schema.shape.type.value;
    return [
      type,
      { name: type, summary: `The client's ${type.replaceAll('_', ' ')}`, payload: payload(schema, 'input') },
    ];
  });
  const health = ['interrupted', 'restored'];
  const events = told(EVENTS);
  const notices = told(NOTICES);
  const streamed = [...events, ...notices.filter(([name]) => health.includes(name))];
  const refs = (channel: string, messages: [string, Message][]) =>
    messages.map(([name]) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
  const shared = (messages: [string, Message][]) =>
    Object.fromEntries(messages.map(([name]) => [name, { $ref: `#/components/messages/${name}` }]));

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Dataset Training Pipeline: live events',
      version,
      description:
        'Events of a run, numbered within the run. A client that was cut off sends the last number it has and goes on after it.',
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: SOCKET_PATH,
        title: 'WebSocket',
        description: 'Any number of runs over one connection, each from its subscribe on.',
        messages: shared([...asked, ...events, ...notices]),
        bindings: { ws: { method: 'GET' } },
      },
      events: {
        address: EVENTS_PATH,
        title: 'Server-sent events',
        description: 'One run. Query: after (event number). Header: Last-Event-ID, which wins over after.',
        parameters: {
          execution_id: { description: 'Execution id of the run, as execute answers it' },
        },
        messages: shared(streamed),
        bindings: { http: {} },
      },
    },
    operations: {
      ask: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: refs('socket', asked) },
      tell: {
        action: 'send',
        channel: { $ref: '#/channels/socket' },
        messages: refs('socket', [...events, ...notices]),
      },
      stream: { action: 'send', channel: { $ref: '#/channels/events' }, messages: refs('events', streamed) },
    },
    components: { messages: Object.fromEntries([...asked, ...events, ...notices]) },
  };
}
