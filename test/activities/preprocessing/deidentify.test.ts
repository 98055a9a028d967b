import { afterEach, describe, expect, it } from 'vitest';
import { DeidentificationReportSchema } from '../../../contracts/deidentification.ts';
import { createActivityStack } from '../../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
afterEach(() => stack?.end());

const OVERRIDE = { role: 'privacy_officer', reason: 'invented data of our own', by: 'j.doe' };

async function ingest(count = 60, replace: Parameters<typeof createActivityStack>[0] = {}) {
  stack = createActivityStack(replace);
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `MRN-${90_000 + i}`,
      patient_id: `P-${i % 40}`,
      gender: i % 40 < 20 ? 'female' : 'male',
      messages: [
        {
          role: 'user',
          content: `Day ${i}: I lie awake. Write to person${i}@mailhaven.com or call (415) 555-01${10 + (i % 90)}.`,
        },
        { role: 'assistant', content: 'That sounds hard. What goes through your mind?' },
      ],
    }),
  );
  stack.write('talks.jsonl', lines.join('\n'));
  return stack.ingest('talks.jsonl');
}

describe('de-identification of a set', () => {
  it('leaves no identifier and no id of the source in what it writes, and reports figures only', async () => {
    const { records } = await ingest();
    const output = await stack.run('deidentifyRecords', { records, privacy_level: 'enhanced' });
    const text = JSON.stringify(await stack.read(output.records)) + JSON.stringify(output);
    expect(text).not.toMatch(/mailhaven|555-01|MRN-9|P-\d/);
    expect(output.counts).toMatchObject({ masked_email: 60, masked_phone: 60 });
    expect(DeidentificationReportSchema.parse(output.report)).toEqual(output.report);
    const email = output.report.identifiers.find(({ identifier }) => identifier === 'email');
    expect(email).toMatchObject({ safe_harbor: 'F', found: 60, actions: { mask: 60 } });
    expect(email?.confidence_mean).toBeGreaterThan(0.5);
  });

  it('measures what survives of planted identifiers: e-mail addresses pass, with the interval', async () => {
    const { records } = await ingest();
    const { report } = await stack.run('deidentifyRecords', { records, privacy_level: 'maximum' });
    const email = report.residual.find(({ safe_harbor }) => safe_harbor === 'F');
    expect(email).toMatchObject({ planted: 120, survived: 0, rate: 0, outcome: 'pass' });
    expect(email?.interval_95?.[1]).toBeCloseTo(0.0303, 3);
    expect(report.residual.map(({ safe_harbor }) => safe_harbor).join('')).toBe('ABCDEFGHIJKLMNOPQR');
  });

  it('under strict safety every class of an ordinary set passes, and the run goes on', async () => {
    const { records } = await ingest();
    const input = { records, privacy_level: 'maximum', safety_level: 'strict' } as const;
    const { report } = await stack.run('deidentifyRecords', input);
    expect(report.residual.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });

  it('cannot tell from a handful of messages, which stops no run', async () => {
    const { records } = await ingest(4);
    const input = { records, privacy_level: 'maximum', safety_level: 'strict' } as const;
    const { report } = await stack.run('deidentifyRecords', input);
    expect(report.residual.find(({ safe_harbor }) => safe_harbor === 'F')).toMatchObject({
      planted: 8,
      survived: 0,
      outcome: 'cannot_tell',
    });
  });

  it('counts k over the attributes of subjects, not of records', async () => {
    const { records } = await ingest();
    const { report } = await stack.run('deidentifyRecords', { records, privacy_level: 'enhanced' });
    expect(report.k_anonymity).toMatchObject({ k: 20, attributes: ['gender'], subject_count: 40, class_count: 2 });
  });

  it('gives equal bytes for equal input, other codes under another key', async () => {
    const first = await ingest();
    const one = await stack.run('deidentifyRecords', { records: first.records, privacy_level: 'enhanced' });
    stack.end();
    const again = await ingest();
    const two = await stack.run('deidentifyRecords', { records: again.records, privacy_level: 'enhanced' });
    expect(two.records.sha256).toBe(one.records.sha256);
    expect(two.cached).toBe(false);
    stack.end();
    const other = await ingest(60, { pseudonymKey: Buffer.alloc(32, 4) });
    const three = await stack.run('deidentifyRecords', { records: other.records, privacy_level: 'enhanced' });
    expect(three.records.sha256).not.toBe(one.records.sha256);
  });
});

describe('the least level of a category', () => {
  it('is taken where none is asked for', async () => {
    const { records } = await ingest(10);
    const { report } = await stack.run('deidentifyRecords', {
      records,
      privacy_level: undefined,
      category: 'clinical',
    });
    expect(report).toMatchObject({ privacy_level: 'maximum', least_level: 'maximum', override: null });
  });

  it('is not gone under without saying who decides so and why', async () => {
    const { records } = await ingest(10);
    await expect(
      stack.run('deidentifyRecords', { records, privacy_level: 'basic', category: 'clinical' }),
    ).rejects.toMatchObject({ type: 'PrivacyGateFailed', nonRetryable: true });
    expect(stack.state.auditEntries()).toEqual([]);
  });

  it('is gone under with an override, which stands in the result and once a run in the audit, cached or not', async () => {
    const { records } = await ingest(10);
    const input = { records, privacy_level: 'basic', category: 'clinical', privacy_override: OVERRIDE } as const;
    const first = await stack.run('deidentifyRecords', input, { execution_id: 'one' });
    await stack.run('deidentifyRecords', input, { execution_id: 'one', stage_attempt: 2 });
    const second = await stack.run('deidentifyRecords', input, { execution_id: 'two' });
    expect(first.report).toMatchObject({ privacy_level: 'basic', least_level: 'maximum', override: OVERRIDE });
    expect(second.cached).toBe(true);
    expect(stack.state.auditEntries().map(({ action, by, run_id }) => [action, by, run_id])).toEqual([
      ['privacy_override', 'j.doe', 'one'],
      ['privacy_override', 'j.doe', 'two'],
    ]);
  });

  it('a level that was raised since is not served from the shards of the earlier attempt', async () => {
    const { records } = await ingest(10);
    const context = { execution_id: 'one' };
    const low = { records, privacy_level: 'basic', safety_level: 'strict' } as const;
    await stack.run('deidentifyRecords', low, context);
    const high = await stack.run(
      'deidentifyRecords',
      { records, privacy_level: 'maximum' },
      { ...context, stage_attempt: 2 },
    );
    expect(high.report.privacy_level).toBe('maximum');
    for (const { uri } of high.records.shards) expect(await stack.deps.storage.exists(uri)).toBe(true);
    expect(await stack.read(high.records)).toHaveLength(10);
  });
});
