import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { toAsyncApi } from '../../api/live/async-api.ts';
import { ClientMessageSchema, EVENTS, NOTICES } from '../../contracts/events.ts';

const document = toAsyncApi('1.2.3');

it('describes every message of the schemas, each with a JSON Schema that compiles', () => {
  const names = Object.keys(document.components.messages);
  expect(names).toEqual(expect.arrayContaining([...Object.keys(EVENTS), ...Object.keys(NOTICES)]));
  expect(names).toEqual(expect.arrayContaining(ClientMessageSchema.options.map(({ shape }) => shape.type.value)));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const { payload } of Object.values(document.components.messages)) ajv.compile(payload as object);
});

it('has no reference that leads nowhere', () => {
  const found = [...JSON.stringify(document).matchAll(/"\$ref":"#\/((?:channels|components)[^"]*)"/g)];
  expect(found.length).toBeGreaterThan(20);
  for (const [, path = ''] of found) {
    const target = path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
    expect(target, path).toBeDefined();
  }
});
