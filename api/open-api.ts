import { z } from 'zod';
import { ArtifactSchema } from '../contracts/artifacts.ts';
import { BiasReportSchema, CategorizationSchema, DatasetProfileSchema, FindingSchema } from '../contracts/dataset.ts';
import { ERRORS, type ErrorType } from '../contracts/errors.ts';
import { AcceptedSchema } from '../contracts/operation-fields.ts';
import { errorsOf, OPERATIONS, type Operation, ProblemSchema, ResultsSchema } from '../contracts/operations.ts';
import { DatasetEntrySchema, ModelEntrySchema } from '../contracts/registry.ts';
import { RunErrorSchema, RunStateSchema, StageStateSchema } from '../contracts/run.ts';
import { DatasetDescriptionSchema } from '../contracts/tasks.ts';
import { EvaluationSchema, StyleSelectionSchema, TrainingConfigSchema } from '../contracts/training.ts';

/** Schemas that stand in the document once, under their name. */
const NAMED: Record<string, z.ZodType> = {
  Problem: ProblemSchema,
  Accepted: AcceptedSchema,
  RunState: RunStateSchema,
  StageState: StageStateSchema,
  RunError: RunErrorSchema,
  Results: ResultsSchema,
  Categorization: CategorizationSchema,
  Finding: FindingSchema,
  DatasetProfile: DatasetProfileSchema,
  DatasetDescription: DatasetDescriptionSchema,
  Dataset: DatasetEntrySchema,
  BiasReport: BiasReportSchema,
  StyleSelection: StyleSelectionSchema,
  TrainingConfig: TrainingConfigSchema,
  Evaluation: EvaluationSchema,
  Model: ModelEntrySchema,
  Artifact: ArtifactSchema,
};

type Json = Record<string, unknown>;
interface InputSchema {
  properties?: Record<string, Json>;
  required?: string[];
  oneOf?: Json[];
  anyOf?: Json[];
}

/** The OpenAPI 3.1 document, made from the operation table: what the table gains, it gains. */
export function toOpenApi(version: string): Json {
  const { schemas, refer } = nameSchemas();
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries<Operation>(OPERATIONS)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(name, operation, refer) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dataset Training Pipeline',
      version,
      summary: 'Turns a dataset of conversations into a trained, judged model, safely',
      description:
        'A run is one Temporal workflow of six stages. Errors are RFC 9457 problems with a stable code. ' +
        'Live events: /asyncapi.json. Agents: /mcp.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This gateway' }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
    // Without API_TOKEN the gateway serves its own machine only and asks for no token.
    security: [{}, { bearer: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of API_TOKEN, where it is set' },
      },
      headers: {
        RequestId: { description: 'Id of the request, also in the log', schema: { type: 'string' } },
        RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 } },
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

type Refer = (schema: z.ZodType) => Json;

function describe(name: string, operation: Operation, refer: Refer): Json {
  const input = toJsonSchema(operation.input, 'input') as InputSchema;
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key ?? '');
  const inQuery = operation.method !== 'post' || operation.takes === 'bytes';
  const parameters = Object.entries(input.properties ?? {}).flatMap(([key, { description, ...schema }]) => {
    const place = inPath.includes(key) ? 'path' : inQuery ? 'query' : null;
    if (place === null) return [];
    const required = place === 'path' || input.required?.includes(key) === true;
    return [{ name: key, in: place, required, ...(description !== undefined && { description }), schema }];
  });
  return {
    operationId: name,
    tags: [tagOf(operation)],
    summary: operation.summary,
    'x-role': operation.role,
    ...(operation.role === 'public' && { security: [{}] }),
    parameters: [...parameters, ...headersOf(name, operation)],
    ...bodyOf(operation, { input, inPath, inQuery }),
    responses: { ...goodResponses(name, operation, refer), ...problemResponses(operation) },
  };
}

function headersOf(name: string, operation: Operation): Json[] {
  const headers: Json[] = [];
  if (name === 'execute' || name === 'rerun') {
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'The same key with the same request starts one run',
      schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    });
  }
  if (operation.mayTakeLonger) {
    headers.push({
      name: 'Prefer',
      in: 'header',
      required: false,
      description: 'respond-async: answer 202 at once; wait=SECONDS: wait no longer (RFC 7240)',
      schema: { type: 'string', examples: ['respond-async', 'wait=5'] },
    });
  }
  return headers;
}

function bodyOf(
  operation: Operation,
  { input, inPath, inQuery }: { input: InputSchema; inPath: readonly string[]; inQuery: boolean },
): Json {
  if (operation.takes === 'bytes') {
    return {
      requestBody: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary', minLength: 1 } } },
      },
    };
  }
  if (inQuery) return {};
  const properties = Object.fromEntries(
    Object.entries(input.properties ?? {}).filter(([key]) => !inPath.includes(key)),
  );
  const required = (input.required ?? []).filter((key) => !inPath.includes(key));
  const { oneOf, anyOf } = input;
  const schema = {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    ...(oneOf && { oneOf }),
    ...(anyOf && { anyOf }),
    additionalProperties: false,
  };
  return {
    requestBody: { required: required.length > 0 || oneOf !== undefined, content: { 'application/json': { schema } } },
  };
}

const REQUEST_ID = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };

/** Where an answer holds an id that other operations take: readers of the document can follow it. */
const SUPPLIES: Record<string, Record<string, string>> = {
  execute: { execution_id: '/execution_id' },
  rerun: { execution_id: '/execution_id' },
  registerDataset: { dataset_id: '/dataset_id' },
  uploadDataset: { dataset_id: '/dataset_id' },
};

function linksOf(name: string): Json {
  const links: Json = {};
  for (const [key, pointer] of Object.entries(SUPPLIES[name] ?? {})) {
    for (const [operationId, { path }] of Object.entries<Operation>(OPERATIONS)) {
      if (!path.includes(`{${key}}`)) continue;
      links[operationId] = { operationId, parameters: { [`path.${key}`]: `$response.body#${pointer}` } };
    }
  }
  return Object.keys(links).length > 0 ? { links } : {};
}

function goodResponses(name: string, operation: Operation, refer: Refer): Json {
  const bytes = { '*/*': { schema: { type: 'string', format: 'binary' } } };
  const content = operation.answers === 'bytes' ? bytes : { 'application/json': { schema: refer(operation.output) } };
  return {
    [operation.status]: { description: 'Done', headers: REQUEST_ID, content, ...linksOf(name) },
    ...(operation.mayTakeLonger && {
      202: {
        description: 'It takes longer: ask for the task',
        headers: { ...REQUEST_ID, Location: { description: 'The task', schema: { type: 'string' } } },
        content: { 'application/json': { schema: refer(AcceptedSchema) } },
        links: { task: { operationId: 'task', parameters: { 'path.task_id': '$response.body#/task_id' } } },
      },
    }),
    ...(operation.answers === 'bytes' && {
      206: { description: 'The range asked for', headers: REQUEST_ID, content: bytes },
      304: { description: 'Not changed' },
      416: { description: 'No such range', content: PROBLEM },
    }),
  };
}

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

function problemResponses(operation: Operation): Json {
  const byStatus = Map.groupBy(errorsOf(operation), (type: ErrorType) => ERRORS[type].http);
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => [
      status,
      {
        description: types.map((type) => `${type}: ${ERRORS[type].meaning}`).join(' '),
        headers: {
          ...REQUEST_ID,
          ...((status === 503 || status === 429) && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
        },
        content: PROBLEM,
      },
    ]),
  );
}

function nameSchemas(): { schemas: Json; refer: Refer } {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const made = z.toJSONSchema(registry, { uri, io: 'output', unrepresentable: 'any' }).schemas as Record<string, Json>;
  const schemas = Object.fromEntries(
    Object.entries(made)
      .filter(([id]) => id in NAMED)
      .map(([id, schema]) => [id, clean(schema)] as const),
  );
  const refer: Refer = (schema) => {
    const id = Object.keys(NAMED).find((key) => NAMED[key] === schema);
    if (id !== undefined) return { $ref: uri(id) };
    // An answer of its own, which may hold named ones: made beside them, so that it refers to them.
    const probe = z.registry<{ id: string }>();
    for (const [key, named] of Object.entries(NAMED)) probe.add(named, { id: key });
    probe.add(schema, { id: 'Answer' });
    const { Answer } = z.toJSONSchema(probe, { uri, io: 'output', unrepresentable: 'any' }).schemas as Record<
      string,
      Json
    >;
    return clean(Answer ?? {}) as Json;
  };
  return { schemas, refer };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  return clean(z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }), io) as Json;
}

/**
 * Without the names JSON Schema has for a document of its own and, in answers, without bounds that only say "a safe
 * integer". The one schema that refers to itself is "any JSON value", which OpenAPI writes as no condition at all.
 */
function clean(value: unknown, io: 'input' | 'output' = 'output'): unknown {
  if (Array.isArray(value)) return value.map((inner) => clean(inner, io));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && String(value.$ref).includes('#/$defs/')) return {};
  const names = (value as { propertyNames?: { enum?: string[] } }).propertyNames?.enum;
  if (names && 'additionalProperties' in value) {
    // A record over a fixed list of names: as an object with those properties, which readers of the document know.
    const { propertyNames: _, additionalProperties, ...rest } = value as Json;
    const properties = Object.fromEntries(names.map((name) => [name, additionalProperties]));
    return clean({ ...rest, properties, additionalProperties: false }, io);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => {
        if (key === '$defs') return false;
        if (key === '$schema' || key === '$id' || key === 'id') return typeof inner !== 'string';
        const isBound = key === 'maximum' || key === 'minimum';
        return !(io === 'output' && isBound && Math.abs(Number(inner)) === Number.MAX_SAFE_INTEGER);
      })
      .map(([key, inner]) => [key, clean(inner, io)]),
  );
}
