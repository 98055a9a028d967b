import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { toOpenApi } from '../../api/open-api.ts';
import { errorsOf, OPERATIONS, type Operation } from '../../contracts/operations.ts';
import { STATE } from './door.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is walked by path
const document = toOpenApi('1.2.3') as any;

describe('the OpenAPI document is the operation table', () => {
  it.each(Object.entries<Operation>(OPERATIONS))(
    '%s is in it with its fields, answers and errors',
    (name, operation) => {
      const described = document.paths[operation.path][operation.method];
      expect(described.operationId).toBe(name);
      const body = described.requestBody?.content['application/json']?.schema.properties ?? {};
      const parameters = described.parameters.filter((parameter: { in: string }) => parameter.in !== 'header');
      const fields = [...parameters.map((parameter: { name: string }) => parameter.name), ...Object.keys(body)];
      expect(fields.sort()).toEqual(Object.keys(operation.input.shape).sort());
      expect(described.responses).toHaveProperty(String(operation.status));
      const told = Object.values<{ description: string }>(described.responses).map(({ description }) => description);
      for (const type of errorsOf(operation)) expect(told.join(' ')).toContain(`${type}: `);
    },
  );

  it('names nothing that is not there', () => {
    for (const [, name = '', key = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g))
      expect(document.components[name]).toHaveProperty(key);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('its schemas compile, and tell a run state from something else', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'document', components: document.components });
    for (const name of Object.keys(document.components.schemas))
      expect(ajv.getSchema(`document#/components/schemas/${name}`)).toBeTypeOf('function');
    const isState = ajv.getSchema('document#/components/schemas/RunState');
    expect(isState?.(STATE)).toBe(true);
    expect(isState?.({ ...STATE, status: 'asleep' })).toBe(false);
  });
});
