import { afterEach, describe, expect, it } from 'vitest';
import { labelBalance } from '../../examples/plugins/label-balance.ts';
import { VALIDATIONS } from '../../plugins/validation/index.ts';
import type { ValidationPlugin } from '../../plugins/validation-kinds.ts';
import { createActivityStack } from '../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
afterEach(() => stack?.end());

/** The first stage on 60 records of a label, of which `odd` have another value than the rest. */
async function describeWith(added: readonly ValidationPlugin[], { odd = 0, category = 'clinical' } = {}) {
  stack = createActivityStack({ validations: [...VALIDATIONS, ...added] });
  stack.write(
    'talks.jsonl',
    Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ text: `Day ${i} was long and ${i * 3} calls came in.`, label: i < odd ? 'calm' : 'tense' }),
    ).join('\n'),
  );
  const ingest = await stack.ingest('talks.jsonl');
  const { categorization } = await stack.run('categorizeDataset', { records: ingest.records, sample_size: 60 });
  return stack.run('validateDataset', {
    ...{ records: ingest.records, profile: ingest.profile, source: ingest.source },
    categorization: { ...categorization, category: category as 'clinical' },
    consent: { status: 'verified', verified_by: 'office', verified_at: '2026-01-01', reference: 'c-1' } as never,
    ...{ safety_level: 'moderate', contract: null, claims: [] },
    request: { available_compute: 'medium', training_objective: 'balanced' } as never,
  });
}

describe('rules that are plugins', () => {
  it('the worked example finds a label with one value, by a sample, for its categories alone', async () => {
    const broken = await describeWith([labelBalance]);
    expect(broken.findings.find(({ rule }) => rule === 'label_balance:label')).toMatchObject({
      ...{ severity: 'warning', measured: 1, limit: 0.95 },
      message: 'one value has 100 % of the 60 sampled records that have label',
    });
    stack.end();
    const kept = await describeWith([labelBalance], { odd: 6 });
    expect(kept.findings.filter(({ rule }) => rule.startsWith('label_balance'))).toEqual([]);
    stack.end();
    const other = await describeWith([labelBalance], { category: 'synthetic' });
    expect(other.findings.filter(({ rule }) => rule.startsWith('label_balance'))).toEqual([]);
  });

  it('stand after the built-in ones, and an error of theirs stops the run', async () => {
    const always: ValidationPlugin = {
      ...{ id: 'always', version: '1', categories: null },
      check: async () => [
        { rule: 'always', severity: 'error', measured: 1, limit: 0, message: 'never kept', remedy: 'nothing' },
      ],
    };
    await expect(describeWith([always])).rejects.toMatchObject({
      type: 'QualityGateFailed',
      message: expect.stringContaining('never kept; nothing'),
    });
  });

  it('that throw end the stage with their name, and with nothing of the record', async () => {
    const broken: ValidationPlugin = {
      ...{ id: 'breaks', version: '1', categories: null },
      async check(_facts, sample) {
        for await (const record of sample(1)) throw new TypeError(record.messages[0]?.content);
        return [];
      },
    };
    await expect(describeWith([broken])).rejects.toMatchObject({
      type: 'PluginFailed',
      message: 'the validation breaks ended with TypeError',
      cause: undefined,
    });
  });
});
