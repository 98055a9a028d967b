import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toOpenApi } from '../../api/open-api.ts';
import { type ApiDocument, breakingChanges } from '../../docs/breaking-changes.ts';

const folder = new URL('../../docs/openapi/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const released = readdirSync(folder)
  .map((name) => name.replace(/\.json$/, ''))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const last = released.at(-1) ?? '';

/** Before 1.0 the second number says that callers have to change, after it the first. */
const epoch = (name: string) =>
  name
    .split('.')
    .slice(0, name.startsWith('0.') ? 2 : 1)
    .join('.');
const read = (): ApiDocument => JSON.parse(readFileSync(new URL(`${last}.json`, folder), 'utf8'));

it('nothing that callers of the last release rely on is gone, unless the version says so', () => {
  expect(released).not.toEqual([]);
  const now = toOpenApi(version) as unknown as ApiDocument;
  if (epoch(version) === epoch(last)) expect(breakingChanges(read(), now)).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: a document is changed by path
type Loose = any;

describe('a change that breaks callers is named', () => {
  const body = (document: Loose) =>
    document.paths['/api/models/compare'].post.requestBody.content['application/json'].schema;
  const list = (document: Loose) => document.paths['/api/executions'].get;
  const started = (document: Loose) => document.components.schemas.Started;
  const changes: [string, (document: Loose) => void, string][] = [
    ['an operation is gone', (document) => delete document.paths['/health'].get, 'GET /health: is gone'],
    [
      'an operation has another name',
      (document) => {
        list(document).operationId = 'runs';
      },
      'operationId list is now runs',
    ],
    ['a parameter is gone', (document) => list(document).parameters.splice(0, 1), 'parameter status is gone'],
    [
      'a parameter is required',
      (document) => {
        list(document).parameters[0].required = true;
      },
      'parameter status is newly required',
    ],
    [
      'a value is no longer taken',
      (document) => list(document).parameters[0].schema.enum.pop(),
      'no longer takes timed_out',
    ],
    [
      'a bound is narrower',
      (document) => {
        list(document).parameters.find(({ name }: Loose) => name === 'limit').schema.maximum = 10;
      },
      'maximum fell',
    ],
    [
      'a field of a request is required',
      (document) => {
        body(document).properties.why = {};
        body(document).required.push('why');
      },
      'body.why is newly required',
    ],
    ['a field of a request is gone', (document) => delete body(document).properties.model_a, 'body.model_a is gone'],
    [
      'a field has another type',
      (document) => {
        body(document).properties.model_a.type = 'integer';
      },
      'was string, is integer',
    ],
    [
      'a pattern is narrower',
      (document) => {
        body(document).properties.model_a.pattern = '^a$';
      },
      'has another pattern',
    ],
    ['a field of an answer is gone', (document) => delete started(document).properties.links, '202.links is gone'],
    [
      'a field of an answer may be left out',
      (document) => started(document).required.shift(),
      '202.execution_id may be left out',
    ],
    [
      'a success has another status',
      (document) => {
        const { responses } = list(document);
        responses[206] = responses[200];
        delete responses[200];
      },
      'answer 200 is gone',
    ],
  ];

  it.each(changes)('%s', (_what, change, said) => {
    const now = structuredClone(toOpenApi(version)) as Loose;
    change(now);
    const found = breakingChanges(structuredClone(toOpenApi(version)) as unknown as ApiDocument, now);
    expect(found.join('\n')).toContain(said);
    expect(found.length).toBeLessThanOrEqual(4);
  });

  it('and one that does not is not', () => {
    const now = structuredClone(toOpenApi(version)) as Loose;
    now.paths['/api/new'] = now.paths['/health'];
    list(now).parameters.push({ name: 'order', in: 'query', schema: { type: 'string' } });
    list(now).parameters[0].schema.enum.push('asleep');
    body(now).properties.why = { type: 'string' };
    started(now).properties.more = {};
    started(now).required.push('more');
    expect(breakingChanges(toOpenApi(version) as unknown as ApiDocument, now)).toEqual([]);
  });
});
