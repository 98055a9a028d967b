import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { toOpenApi } from '../../api/open-api.ts';
import { ERRORS } from '../../contracts/errors.ts';
import { errorsOf, OPERATIONS, type Operation, ProblemSchema } from '../../contracts/operations.ts';
import { STATE } from './door.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is walked by path
const document = toOpenApi('1.2.3') as any;
const described = Object.entries<Operation>(OPERATIONS).map(
  ([name, operation]) => [name, operation, document.paths[operation.path][operation.method]] as const,
);

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: 'document', components: document.components });
/** References of the document are within it; a schema compiled on its own has to name it. */
const compile = (schema: object): ValidateFunction =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')));

// biome-ignore lint/suspicious/noExplicitAny: a document is walked by path
type Part = any;
function follow(part: Part): Part {
  if (part.$ref === undefined) return part;
  return part.$ref
    .slice(2)
    .split('/')
    .reduce((at: Part, key: string) => at[key], document);
}

describe('the OpenAPI document is the operation table', () => {
  it.each(described)('%s is in it with its fields, answers, errors and headers', (name, operation, shown) => {
    expect(shown.operationId).toBe(name);
    const parameters = shown.parameters.map(follow);
    const inHeader = parameters.filter((parameter: { in: string }) => parameter.in === 'header');
    const others = parameters.filter((parameter: { in: string }) => parameter.in !== 'header');
    const body = follow(shown.requestBody?.content['application/json']?.schema ?? {}).properties ?? {};
    const fields = [...others.map((parameter: { name: string }) => parameter.name), ...Object.keys(body)];
    expect(fields.sort()).toEqual(Object.keys(operation.input.shape).sort());
    const headers = inHeader.map((parameter: { name: string }) => parameter.name);
    expect(headers).toContain('X-Request-Id');
    expect(headers.includes('Idempotency-Key')).toBe(operation.startsRun === true || operation.mayTakeLonger === true);
    expect(headers.includes('If-Match')).toBe(operation.ifMatch === 'status');
    expect(shown.responses).toHaveProperty(String(operation.status));
    for (const type of errorsOf(operation)) {
      const { description, content } = shown.responses[ERRORS[type].http];
      expect(description).toContain(`${type}: `);
      expect(content['application/problem+json'].examples).toHaveProperty(type);
    }
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      expect(follow({ $ref: `#/${path}` })).toBeTypeOf('object');
    }
    expect(text).not.toContain('$defs');
    const linked = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, name = '']) => name);
    for (const name of linked) expect(OPERATIONS).toHaveProperty(name);
  });

  it('its schemas tell a run state from something else', () => {
    const isState = ajv.getSchema('document#/components/schemas/RunState');
    expect(isState?.(STATE)).toBe(true);
    expect(isState?.({ ...STATE, status: 'asleep' })).toBe(false);
  });
});

describe('every example is valid', () => {
  it.each(described)('requests of %s', (_name, operation, shown) => {
    const media = shown.requestBody?.content['application/json'];
    const parameters = shown.parameters.map(follow);
    const given = parameters.filter(({ example }: { example?: unknown }) => example !== undefined);
    for (const parameter of given) expect(compile(parameter.schema)(parameter.example)).toBe(true);
    const places = parameters.filter((parameter: { in: string }) => parameter.in === 'path');
    expect(places.filter(({ example }: { example?: unknown }) => example === undefined)).toEqual([]);
    if (media === undefined) return;
    const fromPath = Object.fromEntries(
      places.map((parameter: { name: string; example: unknown }) => [parameter.name, parameter.example]),
    );
    const parsed = operation.input.safeParse({ ...media.example, ...fromPath });
    expect(parsed.error?.issues ?? []).toEqual([]);
  });

  it.each(described.filter(([, { answers }]) => answers !== 'bytes'))('the answer of %s', (_name, operation, shown) => {
    const { schema, example } = shown.responses[operation.status].content['application/json'];
    const isValid = compile(schema);
    isValid(example);
    expect(isValid.errors ?? []).toEqual([]);
    expect(operation.output.safeParse(example).error?.issues ?? []).toEqual([]);
  });

  it.each(Object.entries<{ value: unknown }>(document.components.examples))('the problem %s', (type, { value }) => {
    expect(ProblemSchema.parse(value)).toEqual(value);
    expect(value).toMatchObject({ code: type });
  });
});

describe('links lead on', () => {
  it('from a start to everything that can be done with the run', () => {
    const { links } = document.paths['/api/training/execute'].post.responses[202];
    const targets = described.filter(([, { path }]) => path.includes('{execution_id}')).map(([name]) => name);
    expect(Object.keys(links).sort()).toEqual(targets.sort());
    expect(links.status.parameters).toEqual({ 'path.execution_id': '$response.body#/execution_id' });
  });

  it('from a list to its first entry, and from the files of a run to each', () => {
    const { links } = document.paths['/api/models'].get.responses[200];
    expect(links.model.parameters).toEqual({ 'path.model_id': '$response.body#/models/0/model_id' });
    const files = document.paths['/api/training/{execution_id}/artifacts'].get.responses[200].links;
    expect(files.artifact.parameters).toEqual({
      'path.execution_id': '$request.path.execution_id',
      'path.name': '$response.body#/artifacts/0/name',
    });
  });
});
