import { afterEach, describe, expect, it } from 'vitest';
import { consentImpact, withdrawConsent } from '../../activities/consent.ts';
import { type ConsentClaim, WithdrawalReceiptSchema, WithdrawalRequestSchema } from '../../contracts/consent.ts';
import type { Categorization } from '../../contracts/dataset.ts';
import type { TrainingConfig } from '../../contracts/training.ts';
import { createActivityStack } from '../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
afterEach(() => stack?.end());

const talks = (count = 80, more: (i: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `r${i}`,
      patient_id: `P-${i % 20}`,
      messages: [{ role: 'user', content: `Day ${i} was long, nobody called and ${i * 7} things were left to do.` }],
      ...more(i),
    }),
  ).join('\n');

/** The chain of a run up to a registered model; training itself is not needed to trace it. */
async function prepare(execution_id: string, file = 'talks.jsonl') {
  const context = { execution_id };
  const ingest = await stack.ingest(file, context);
  const deidentified = await stack.run(
    'deidentifyRecords',
    { records: ingest.records, privacy_level: 'enhanced' },
    context,
  );
  const cleaned = await stack.run('cleanRecords', { records: deidentified.records }, context);
  return { ingest, deidentified, cleaned };
}

describe('a withdrawal', () => {
  const request = { kind: 'subject', id: 'P-7', reason: 'asked by letter', by: 'privacy office' } as const;

  it('leaves the records out of the next run, which is not served from the store', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks());
    const before = await prepare('one');
    expect((await prepare('again')).cleaned.cached).toBe(true);
    await withdrawConsent(request, stack.deps);
    const after = await prepare('two');
    expect([after.ingest, after.deidentified, after.cleaned].map(({ cached }) => cached)).toEqual([
      false,
      false,
      false,
    ]);
    expect(after.ingest.excluded_counts).toEqual({ consent_withdrawn: 4 });
    expect(after.ingest.records.record_count).toBe(before.ingest.records.record_count - 4);
    expect((await stack.read(after.ingest.records)).filter(({ group_id }) => group_id === 'P-7')).toEqual([]);
    // The next one is: the set of withdrawals is the same.
    expect((await prepare('three')).cleaned.cached).toBe(true);
  });

  it('is followed by a run that had read the records already', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks());
    const { records } = await stack.ingest('talks.jsonl');
    const input = { records, privacy_level: 'enhanced' } as const;
    await stack.run('deidentifyRecords', input);
    await withdrawConsent(request, stack.deps);
    const output = await stack.run('deidentifyRecords', input);
    expect(output).toMatchObject({ cached: false, report: { withdrawn_excluded: 4 } });
    expect(output.records.record_count).toBe(76);
  });

  it('gives a receipt of every dataset, output, run and model, and blocks them', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks());
    stack.write(
      'others.jsonl',
      talks(30, (i) => ({ patient_id: `Q-${i}` })),
    );
    await prepare('one');
    await prepare('cached-user');
    await prepare('other', 'others.jsonl');
    stack.state.putOutput(
      {
        key: 'a'.repeat(64),
        run_id: 'one',
        activity: 'registerModel',
        output: { model_id: 'model-1', artifacts: [{ uri: 'objects/m' }] },
      },
      [],
    );
    const seen = await consentImpact(request, stack.deps);
    expect(seen.models).toEqual([{ model_id: 'model-1', status: 'in_use' }]);
    expect(seen.outputs.every(({ blocked }) => !blocked)).toBe(true);

    const receipt = await withdrawConsent(request, stack.deps);
    expect(WithdrawalReceiptSchema.parse(receipt)).toEqual(receipt);
    expect(receipt.impact.datasets).toMatchObject([{ file: 'talks.jsonl', matching_records: 4 }]);
    expect(receipt.impact.runs).toEqual(['cached-user', 'one']);
    expect(receipt.impact.models).toEqual([{ model_id: 'model-1', status: 'blocked' }]);
    expect(receipt.impact.outputs.map(({ activity }) => activity).sort()).toEqual([
      'cleanRecords',
      'deidentifyRecords',
      'ingestDataset',
      'registerModel',
    ]);
    expect(receipt.impact.outputs.every(({ blocked, uris }) => blocked && uris.length > 0)).toBe(true);
    expect(stack.state.findOutput('a'.repeat(64))).toBeUndefined();
    expect(stack.state.auditEntries()).toMatchObject([{ action: 'consent_withdrawn', by: 'privacy office' }]);
    // The other dataset is served as before.
    expect((await prepare('other-again', 'others.jsonl')).cleaned.cached).toBe(true);
  });

  it('lists the shards of a set that were de-identified on their own, and none of them is served again', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks(120));
    const context = { execution_id: 'one' };
    const { records } = await stack.ingest('talks.jsonl', context);
    const set = {
      privacy_level: 'enhanced',
      shard_count: records.shards.length,
      records_sha256: records.sha256,
    } as const;
    const shards = () =>
      Promise.all(
        records.shards.map((shard, index) => stack.run('deidentifyShard', { ...set, shard, index }, context)),
      );
    const made = await shards();
    expect(made).toHaveLength(3);
    expect((await shards()).map(({ cached }) => cached)).toEqual([true, true, true]);
    await stack.run('deidentifyRecords', { records, privacy_level: 'enhanced' }, context);

    const { impact } = await withdrawConsent(request, stack.deps);
    const listed = impact.outputs.filter(({ activity }) => activity === 'deidentifyShard');
    expect(listed.every(({ blocked }) => blocked)).toBe(true);
    expect(listed.flatMap(({ uris }) => uris).sort()).toEqual(made.map(({ shard }) => shard.uri).sort());

    const again = await shards();
    expect(again.map(({ cached }) => cached)).toEqual([false, false, false]);
    expect(again.map(({ shard }) => shard.record_count)).toEqual([47, 48, 19]);
  });

  it('what a run under way still makes of the data is blocked too, and it does not train', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks());
    const { cleaned } = await prepare('under-way');
    await withdrawConsent(request, stack.deps);
    const context = { execution_id: 'under-way' };
    await stack.run('standardizeRecords', { records: cleaned.records }, context);
    expect((await stack.run('standardizeRecords', { records: cleaned.records })).cached).toBe(false);
    const { splits } = await stack.run('splitDataset', { records: cleaned.records, seed: 1 }, context);
    const config: TrainingConfig = {
      style: 'self_supervised',
      task: { kind: 'next_turn' },
      settings: {},
      optimization_strategy: 'balanced',
      seed: 1,
      memory_limit_mb: 512,
    };
    await expect(stack.run('dispatchTraining', { splits, config }, context)).rejects.toMatchObject({
      type: 'ConsentMissing',
      nonRetryable: true,
    });
  });

  it('of one record takes that record of that file only, and needs the file', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks());
    stack.write('copy.jsonl', talks());
    const record = { kind: 'record', id: 'r3', reason: 'asked', by: 'office' } as const;
    expect(WithdrawalRequestSchema.safeParse(record).success).toBe(false);
    await withdrawConsent(WithdrawalRequestSchema.parse({ ...record, dataset: 'talks.jsonl' }), stack.deps);
    expect((await stack.ingest('talks.jsonl')).excluded_counts).toEqual({ consent_withdrawn: 1 });
    expect(await stack.ingest('copy.jsonl')).not.toHaveProperty('excluded_counts');
  });

  it('keeps nobody’s id: not in the state, the receipt or the audit', async () => {
    stack = createActivityStack();
    stack.write(
      'talks.jsonl',
      talks(20, () => ({ patient_id: 'MRN-44120933' })),
    );
    await stack.ingest('talks.jsonl').catch(() => undefined);
    const receipt = await withdrawConsent({ ...request, id: 'MRN-44120933' }, stack.deps);
    expect(JSON.stringify([receipt, stack.state.auditEntries(), stack.state.withdrawals('talks.jsonl')])).not.toContain(
      '44120933',
    );
    const state = stack.files().filter(({ name }) => name.startsWith('state.db'));
    expect(state.length).toBeGreaterThan(0);
    for (const { text } of state) expect(text).not.toContain('44120933');
  });
});

describe('consent that records carry', () => {
  it('leaves out what is withdrawn, declined, expired or not for training, and counts each', async () => {
    stack = createActivityStack({ clock: () => Date.parse('2026-01-01') });
    const facts: object[] = [
      { consent_status: 'verified' },
      { consent_status: 'withdrawn' },
      { consent_status: 'declined' },
      { consent_status: 'verified', consent_expires_at: '2025-06-01' },
      { consent_status: 'verified', consent_expires_at: '2027-06-01' },
      { consent_status: 'verified', consent_expires_at: 'next summer' },
      { consent_status: 'verified', consent_scopes: 'research; analytics' },
      { consent_status: 'verified', consent_scopes: ['training'] },
      { consent_status: 'verified', consent_withdrawn_at: '2025-12-24' },
    ];
    stack.write(
      'talks.jsonl',
      talks(90, (i) => facts[i % facts.length] ?? {}),
    );
    const { records, excluded_counts } = await stack.ingest('talks.jsonl');
    expect(records.record_count).toBe(30);
    expect(excluded_counts).toEqual({
      consent_withdrawn: 20,
      consent_declined: 10,
      consent_expired: 20,
      consent_not_for_training: 10,
    });
  });

  it('that ends between two runs is not served from the store', async () => {
    let now = Date.parse('2026-01-01');
    stack = createActivityStack({ clock: () => now });
    stack.write(
      'talks.jsonl',
      talks(20, (i) => (i < 5 ? { consent_expires_at: '2026-03-01' } : {})),
    );
    expect((await stack.ingest('talks.jsonl')).records.record_count).toBe(20);
    expect((await stack.ingest('talks.jsonl')).cached).toBe(true);
    now = Date.parse('2026-03-02');
    expect(await stack.ingest('talks.jsonl')).toMatchObject({ cached: false, excluded_counts: { consent_expired: 5 } });
  });

  it('of no record at all is ConsentMissing, not an unreadable file', async () => {
    stack = createActivityStack();
    stack.write(
      'talks.jsonl',
      talks(5, () => ({ consent_status: 'withdrawn' })),
    );
    await expect(stack.ingest('talks.jsonl')).rejects.toMatchObject({ type: 'ConsentMissing' });
  });
});

describe('consent of clinical and therapeutic data', () => {
  const claim: ConsentClaim = { status: 'verified', verified_by: 'ethics board', reference: 'EB-12' };
  const validate = async (consent: ConsentClaim | null) => {
    const { profile, source } = await stack.ingest('talks.jsonl');
    const categorization = {
      ...{ category: 'clinical', confidence: 1, uncertain: false, category_scores: {}, recommended_subcategories: [] },
      ...{
        subcategories: [],
        domains: {},
        approaches: {},
        languages: {},
        signals: {},
        sampled_records: 1,
        evidence: [],
      },
      relevance: { value: null, reason: 'scripted' },
    } as unknown as Categorization;
    const input = {
      ...{ profile, categorization, consent, source, contract: null, claims: [] },
      safety_level: 'permissive',
      request: { available_compute: 'medium', training_objective: 'therapeutic_accuracy' },
    } as const;
    return stack.run('validateDataset', input, { execution_id: 'one' });
  };

  it('has to be attested, in force and for training, at every level of safety', async () => {
    stack = createActivityStack({ clock: () => Date.parse('2026-01-01') });
    stack.write('talks.jsonl', talks());
    const refused = { type: 'ConsentMissing', nonRetryable: true };
    await expect(validate(null)).rejects.toMatchObject(refused);
    await expect(validate({ ...claim, expires_at: '2025-12-31' })).rejects.toMatchObject(refused);
    await expect(validate({ ...claim, scopes: ['research'] })).rejects.toMatchObject(refused);
    await expect(validate({ ...claim, withdrawn_at: '2025-12-31' })).rejects.toMatchObject(refused);
    const { findings } = await validate({ ...claim, scopes: ['research', 'training'], expires_at: '2026-12-31' });
    expect(findings.filter(({ rule }) => rule === 'consent')).toEqual([]);
  });

  it('is audited with who attested it', async () => {
    stack = createActivityStack();
    stack.write('talks.jsonl', talks());
    await validate({ ...claim, document_version: '3.1' });
    expect(stack.state.auditEntries()).toMatchObject([
      {
        action: 'consent_attested',
        by: 'ethics board',
        run_id: 'one',
        detail: { reference: 'EB-12', document_version: '3.1' },
      },
    ]);
  });
});
