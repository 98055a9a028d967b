import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeBrokenJson } from '../../api/parse-input.ts';
import { openDoor } from './door.ts';

describe('a request that does not fit its schema is 400 and names each field', () => {
  it.each([
    [{}, ['dataset_path']],
    [{ dataset_path: 'a', sample_size: 5, seed: 'x' }, ['sample_size', 'seed']],
    [{ dataset_path: 'a', dataset_nmae: 'typo', other: 1 }, ['dataset_nmae', 'other']],
    [{ dataset_path: 'a', training_config: { stlye: 'x' } }, ['training_config.stlye']],
    [{ dataset_path: 'a\nb' }, ['dataset_path']],
    [{ dataset_path: 'a', use_container: true }, ['use_container']],
  ])('%j', async (body, fields) => {
    const { call } = await openDoor();
    const answer = await call('execute', { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });

  it('an unknown field is answered with the known ones', async () => {
    const { call } = await openDoor();
    const { body } = await call('pause', { body: { who: 'ann' } });
    expect(body.errors).toEqual([{ field: 'who', message: 'unknown field; known fields: execution_id, by' }]);
  });

  it('an own __proto__ key is an unknown field like any other', async () => {
    const { call } = await openDoor();
    const answer = await call('pause', {
      body: '{"__proto__":{"by":"x"}}',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.body.errors[0].field).toBe('__proto__');
  });

  it.each([['[]'], ['null'], ['"text"'], ['1']])('the body %s is no object', async (body) => {
    const { call } = await openDoor();
    const answer = await call('execute', { body, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toBe('the body must be a JSON object');
  });

  it('a name of the path is refused in the body', async () => {
    const { call } = await openDoor();
    const answer = await call('pause', { body: { execution_id: 'run-2' } });
    expect(answer.body.errors).toEqual([
      { field: 'execution_id', message: 'is taken from the path; leave it out here' },
    ]);
  });

  it('a stage that is none is answered with those that are', async () => {
    const { call } = await openDoor();
    const answer = await call('retryStage', { params: { stage: 'tidying' } });
    expect(answer.body.errors[0]).toMatchObject({ field: 'stage', message: expect.stringContaining('bias_detection') });
  });

  it.each(['run%00', '-run', 'a'.repeat(129), '%ZZ'])('the execution id %s is refused', async (id) => {
    const { send } = await openDoor();
    expect((await send({ path: `/api/training/${id}/status` })).status).toBe(400);
  });

  it('DELETE with a body is refused: its fields would be lost', async () => {
    const { call } = await openDoor();
    expect((await call('cancel', { body: { reason: 'x' } })).body.detail).toContain('send fields in the query');
  });
});

describe('a body that is not JSON is 400, says where, and quotes nothing', () => {
  it.each([
    ['{"dataset_path": secret}', 'line 1, column 18'],
    ['{\n  "dataset_path": "secret",\n}', 'line 3, column 1'],
    ['{"a": "secret" "b"}', 'line 1, column 16'],
    ['{"a": [1,]}', 'line 1, column 10'],
    ['secret', 'line 1, column 1'],
    ['{"a": "secret', 'column 14'],
    ['{"a":', 'it ends too early'],
  ])('%j', async (body, where) => {
    const { call } = await openDoor();
    const answer = await call('execute', { body, headers: { 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(where);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('the place is the first character that no JSON could have there', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, seed) => {
        // A bare word breaks JSON wherever it stands between tokens or in a number; inside of strings it is text.
        const at = seed % (text.length + 1);
        const broken = `${text.slice(0, at)}\u0007${text.slice(at)}`;
        expect(describeBrokenJson(broken)).toContain(`line 1, column ${at + 1} `);
      }),
    );
  });
});
