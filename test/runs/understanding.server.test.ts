import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatasetMetadataSchema, RecommendationsSchema } from '../../contracts/metadata.ts';
import { makeConversations } from '../support/datasets.ts';
import { createStack, type Stack } from '../support/stack.ts';

describe('what a run understands of its dataset', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = createStack();
    await stack.work();
    writeFileSync(join(stack.root, 'chats.jsonl'), makeConversations(200));
  });
  afterAll(() => stack.end());

  it('stands in its results: metadata with claims apart, recommendations, breaches of the contract', async () => {
    const run = await stack.start({
      dataset_path: 'chats.jsonl',
      on_stage_failure: 'fail',
      claims: [{ field: 'source_license', value: 'CC0', by: 'library', at: null, reference: null }],
      data_contract: { properties: { topic: { enum: ['sleep'] } } },
    });
    const { state, results } = await run.closed();
    expect(state.status).toBe('completed');
    const metadata = DatasetMetadataSchema.parse(results.metadata);
    expect(metadata).toMatchObject({ record_count: 200, source_license: null, category: results.category });
    expect(metadata.claims).toHaveLength(1);
    expect(RecommendationsSchema.parse(results.recommendations).styles).toHaveLength(8);
    expect(results.findings).toContainEqual(
      expect.objectContaining({ rule: 'data_contract:#/properties/topic/enum', severity: 'warning', measured: 100 }),
    );
  });

  it('a broken contract stops a strict run, and names the first records', async () => {
    const run = await stack.start({
      dataset_path: 'chats.jsonl',
      safety_requirements: 'strict',
      on_stage_failure: 'fail',
      consent: { status: 'verified', verified_by: 'privacy office', reference: 'P-1' },
      data_contract: { required: ['language'] },
    });
    const { state } = await run.closed();
    expect(state.status).toBe('failed');
    expect(state.stages[0]?.error).toMatchObject({ type: 'QualityGateFailed' });
    expect(state.stages[0]?.error?.message).toContain('200 of 200 records break the data contract');
  });

  it('a contract that no checker should run is refused with its reason', async () => {
    const run = await stack.start({
      dataset_path: 'chats.jsonl',
      on_stage_failure: 'fail',
      data_contract: { properties: { text: { pattern: '^(a+)+$' } } },
    });
    const { state } = await run.closed();
    expect(state.stages[0]?.error).toMatchObject({ type: 'InvalidInput', message: expect.stringContaining('pattern') });
  });
});
