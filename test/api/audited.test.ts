import { expect, it } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { OPERATIONS, type Operation, type OperationName } from '../../contracts/operations.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { openDoor, STATE } from './door.ts';

const openAudited = async (runs: Partial<Runs>) => {
  const state = createSqliteState(':memory:');
  const registry = {
    ...{ state, storage: createLocalStorage('/nowhere'), styles: [], readers: [] },
    pseudonymKey: new Uint8Array(32),
    results: NO_CACHE,
  };
  return { ...(await openDoor({ runs, registry })), state };
};

it('every command that changes something has a name in the audit trail', () => {
  // These two write entries of their own, without the ids that they are given.
  const own = ['withdrawConsent', 'decideReview'];
  const silent = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => {
    const { role, method, audit }: Operation = OPERATIONS[name];
    return role === 'operator' && method !== 'get' && audit === undefined && !own.includes(name);
  });
  // It only looks, by POST because ids of subjects may not stand in an address.
  expect(silent).toEqual(['consentImpact']);
});

it('a command that was done is kept with who asked and what for, each time; questions are not', async () => {
  const { call, state } = await openAudited({ steer: async () => STATE, status: async () => STATE });
  const retry = { params: { execution_id: 'run-1', stage: 'bias_detection' }, body: { by: 'ada' } };
  await call('retryStage', retry);
  await call('retryStage', retry);
  await call('skipStage', { ...retry, body: { by: 'ada', reason: 'measured elsewhere' } });
  await call('status');
  const stage = { execution_id: STATE.execution_id, stage: 'bias_detection' };
  expect(state.auditEntries().map(({ action, by, detail }) => [action, by, detail])).toEqual([
    ['retry_stage', 'ada', stage],
    ['retry_stage', 'ada', stage],
    ['skip_stage', 'ada', { ...stage, reason: 'measured elsewhere' }],
  ]);
  expect(state.checkAudit().broken).toBeNull();
});

it('what was refused is not in the trail', async () => {
  const steer = async () => {
    throw new PipelineError('RunStateConflict', 'the run has ended');
  };
  const { call, state } = await openAudited({ steer });
  expect((await call('pause', { body: {} })).status).toBe(409);
  expect(state.auditEntries()).toEqual([]);
});

it('a rerun names the new run and the one it was made from', async () => {
  const { call, state } = await openAudited({ rerun: async () => ({ execution_id: 'run-2' }) });
  await call('rerun', { body: {} });
  expect(state.auditEntries()).toMatchObject([
    { action: 'start_rerun', by: 'operator', detail: { execution_id: 'run-2', rerun_of: 'run-1' } },
  ]);
});
