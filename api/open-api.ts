import { ERRORS, type ErrorType, PipelineError } from '../contracts/errors.ts';
import { AcceptedSchema } from '../contracts/operation-fields.ts';
import { errorsOf, OPERATIONS, type Operation, takesIdempotencyKey } from '../contracts/operations.ts';
import { exampleOf } from './example.ts';
import { type Json, type NamedSchemas, nameSchemas } from './json-schemas.ts';
import { toProblem } from './problem.ts';

/** The OpenAPI 3.1 document, made from the operation table: what the table gains, it gains. */
export function toOpenApi(version: string): Json {
  const named = nameSchemas();
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(name, operation, named) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dataset Training Pipeline',
      version,
      summary: 'Turns a dataset of conversations into a trained, judged model, safely',
      description:
        'A run is one Temporal workflow of six stages. Errors are RFC 9457 problems with a stable code. ' +
        'Live events: [/asyncapi.json](/asyncapi.json). Agents: `/mcp`. Runs to look at: [/runs](/runs).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This gateway' }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
    // Without API_TOKEN the gateway serves its own machine only and asks for no token.
    security: [{}, { bearer: [] }],
    paths,
    components: {
      schemas: named.schemas,
      parameters: PARAMETERS,
      headers: HEADERS,
      examples: Object.fromEntries(errorsInUse().map((type) => [type, { value: problemExample(type) }])),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of API_TOKEN, where it is set' },
      },
    },
  };
}

const TAGS = [
  ['runs', 'Start, follow and steer runs'],
  ['datasets', 'Register and describe datasets'],
  ['models', 'Models, their files and what they say'],
  ['catalogue', 'What the pipeline knows: categories, styles, plugins'],
  ['service', 'Whether it works'],
] as const;

function tagOf({ path }: Operation): string {
  if (path.startsWith('/api/datasets')) return 'datasets';
  if (path.startsWith('/api/models') || path.startsWith('/api/tasks')) return 'models';
  if (/^\/api\/(taxonomy|training\/styles|plugins|config)/.test(path)) return 'catalogue';
  return path.startsWith('/api/') ? 'runs' : 'service';
}

const PARAMETERS: Record<string, Json> = {
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description:
      'Id for the log, 1 to 128 of letters, digits, dot, underscore, hyphen; another is replaced by an own one',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same key with the same request does the work once, however often it is sent',
    schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
  },
  Prefer: {
    name: 'Prefer',
    in: 'header',
    description: 'respond-async: answer 202 at once; wait=SECONDS: wait no longer, 20 at most; left out: 9 (RFC 7240)',
    schema: { type: 'string', examples: ['respond-async', 'wait=5'] },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag of an earlier answer: 304 where nothing has changed since',
    schema: { type: 'string' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag of the status this decision was made on: 412 where the run has changed since',
    schema: { type: 'string' },
  },
};

const HEADERS: Record<string, Json> = {
  RequestId: { description: 'Id of the request, also in the log', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 } },
  Location: { description: 'The task to ask for', schema: { type: 'string' } },
  ETag: { description: 'Changes whenever the answer does', schema: { type: 'string' } },
  WwwAuthenticate: { description: 'How to log in', schema: { type: 'string' } },
};

const parameter = (name: keyof typeof PARAMETERS) => ({ $ref: `#/components/parameters/${name}` });
const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });

function describe(name: string, operation: Operation, named: NamedSchemas): Json {
  const input = resolve(named.request(operation.input), named);
  const inPath = pathFields(operation);
  const inQuery = operation.method !== 'post' || operation.takes === 'bytes';
  const parameters = Object.entries(input.properties ?? {}).flatMap(([key, { description, ...schema }]) => {
    const place = inPath.includes(key) ? 'path' : inQuery ? 'query' : null;
    if (place === null) return [];
    const required = place === 'path' || input.required?.includes(key) === true;
    const shown = exampleOf({ type: 'object', properties: { [key]: schema }, required: [key] }, named.schemas) as Json;
    return [
      {
        ...{ name: key, in: place, required, ...(description !== undefined && { description }), schema },
        ...(required && { example: shown[key] }),
      },
    ];
  });
  return {
    operationId: name,
    tags: [tagOf(operation)],
    summary: operation.summary,
    'x-role': operation.role,
    ...(operation.role === 'public' && { security: [{}] }),
    parameters: [
      ...parameters,
      ...(takesIdempotencyKey(operation) ? [parameter('IdempotencyKey')] : []),
      ...(operation.mayTakeLonger ? [parameter('Prefer')] : []),
      ...(operation.etag ? [parameter('IfNoneMatch')] : []),
      ...(operation.ifMatch ? [parameter('IfMatch')] : []),
      parameter('RequestId'),
    ],
    ...(inQuery ? bytesOf(operation) : bodyOf(operation, { named, inPath })),
    responses: { ...goodResponses(operation, named), ...problemResponses(operation) },
  };
}

interface InputSchema {
  properties?: Record<string, Json>;
  required?: string[];
  oneOf?: Json[];
  anyOf?: Json[];
}

const resolve = (schema: Json, { schemas }: NamedSchemas): InputSchema =>
  typeof schema.$ref === 'string' ? (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;

const pathFields = ({ path }: Operation) => [...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key ?? '');

function bytesOf({ takes }: Operation): Json {
  if (takes !== 'bytes') return {};
  const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary', minLength: 1 } } };
  return { requestBody: { required: true, content } };
}

function bodyOf(operation: Operation, { named, inPath }: { named: NamedSchemas; inPath: readonly string[] }): Json {
  const whole = named.request(operation.input);
  const { properties = {}, required = [], oneOf, anyOf } = resolve(whole, named);
  const needed = required.filter((key) => !inPath.includes(key));
  const schema: Json =
    inPath.length === 0 && '$ref' in whole
      ? whole
      : {
          type: 'object',
          properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !inPath.includes(key))),
          ...(needed.length > 0 && { required: needed }),
          ...(oneOf && { oneOf }),
          ...(anyOf && { anyOf }),
          additionalProperties: false,
        };
  const content = { 'application/json': { schema, example: exampleOf(schema, named.schemas) } };
  return { requestBody: { required: needed.length > 0 || oneOf !== undefined, content } };
}

function goodResponses(operation: Operation, named: NamedSchemas): Json {
  const headers = { 'X-Request-Id': header('RequestId') };
  // Of any media type, JSON among them: nothing is said of the content.
  const bytes = { '*/*': { schema: {} } };
  const schema = named.answer(operation.output);
  const json = { 'application/json': { schema, example: exampleOf(schema, named.schemas) } };
  const hasETag = operation.etag || operation.answers === 'bytes';
  return {
    [operation.status]: {
      description: 'Done',
      headers: { ...headers, ...(hasETag && { ETag: header('ETag') }) },
      content: operation.answers === 'bytes' ? bytes : json,
      ...linksOf(operation, named),
    },
    ...(operation.mayTakeLonger && {
      202: {
        description: 'It takes longer: ask for the task',
        headers: { ...headers, Location: header('Location') },
        content: { 'application/json': { schema: named.answer(AcceptedSchema) } },
        links: { task: { operationId: 'task', parameters: { 'path.task_id': '$response.body#/task_id' } } },
      },
    }),
    ...(hasETag && { 304: { description: 'Not changed', headers: { ...headers, ETag: header('ETag') } } }),
    ...(operation.answers === 'bytes' && {
      206: { description: 'The range asked for', headers, content: bytes },
      416: { description: 'No such range', headers, content: problemContent([]) },
    }),
  };
}

/**
 * Where an answer holds what other operations take in their path, readers of the document can follow it: the id of
 * what a POST has made, and that of the first entry of a list.
 */
function linksOf(operation: Operation, named: NamedSchemas): Json {
  if (operation.answers === 'bytes') return {};
  const own = pathFields(operation);
  const found = new Map<string, { source: string; schema: Json }>();
  const { properties = {} } = resolve(named.answer(operation.output), named);
  for (const [key, property] of Object.entries(properties)) {
    if (operation.method === 'post') found.set(key, { source: `$response.body#/${key}`, schema: property });
    const entry = resolve((property.items ?? {}) as Json, named);
    if (operation.method !== 'get') continue;
    for (const [field, schema] of Object.entries(entry.properties ?? {}))
      found.set(field, { source: `$response.body#/${key}/0/${field}`, schema });
  }
  // What stands in the path of this operation too is known to who asked; only a new run has another id.
  if (!operation.startsRun) for (const key of own) found.delete(key);
  const links: Json = {};
  for (const [operationId, target] of Object.entries<Operation>(OPERATIONS)) {
    const asked = resolve(named.request(target.input), named).properties ?? {};
    const supplied = pathFields(target).flatMap((key) => {
      const match = found.get(key);
      // The same word is not the same thing where the values differ: a model has stages too.
      if (match && String(match.schema.enum) === String(asked[key]?.enum)) return [[`path.${key}`, match.source]];
      return own.includes(key) ? [[`path.${key}`, `$request.path.${key}`]] : [];
    });
    if (!supplied.some(([, source]) => source?.startsWith('$response'))) continue;
    links[operationId] = { operationId, parameters: Object.fromEntries(supplied) };
  }
  return Object.keys(links).length > 0 ? { links } : {};
}

function problemResponses(operation: Operation): Json {
  const byStatus = Map.groupBy(errorsOf(operation), (type: ErrorType) => ERRORS[type].http);
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => [
      status,
      {
        description: types.map((type) => `${type}: ${ERRORS[type].meaning}`).join(' '),
        headers: {
          'X-Request-Id': header('RequestId'),
          ...((status === 503 || status === 429) && { 'Retry-After': header('RetryAfter') }),
          ...(status === 401 && { 'WWW-Authenticate': header('WwwAuthenticate') }),
        },
        content: problemContent(types),
      },
    ]),
  );
}

function problemContent(types: readonly ErrorType[]): Json {
  const schema = { $ref: '#/components/schemas/Problem' };
  const examples = Object.fromEntries(types.map((type) => [type, { $ref: `#/components/examples/${type}` }]));
  return { 'application/problem+json': { schema, ...(types.length > 0 && { examples }) } };
}

const errorsInUse = () => [...new Set(Object.values<Operation>(OPERATIONS).flatMap(errorsOf))].sort();

const problemExample = (type: ErrorType) => ({
  ...toProblem(new PipelineError(type, ERRORS[type].meaning), { path: '/api/…', requestId: 'd4c1a7f2' }),
});
