import { afterEach, describe, expect, it } from 'vitest';
import { createDetection } from '../../../activities/detection.ts';
import { PipelineError } from '../../../contracts/errors.ts';
import type { IdentifierId } from '../../../contracts/privacy.ts';
import type { IdentifierDetector } from '../../../plugins/kinds.ts';
import { findWords } from '../../analysis/deidentify/fake-detector.ts';
import { createActivityStack } from '../../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;

const knows = (words: Record<string, IdentifierId>, version = '1'): IdentifierDetector => ({
  name: 'words',
  version,
  detect: async (texts) =>
    texts.map((text) => findWords(words)(text).map((span) => ({ ...span, source: 'plugin' as const }))),
});

async function ingest(detectors: IdentifierDetector[], count = 60) {
  stack = createActivityStack({ detectors, shardRecords: 20 });
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `c${i}`,
      topic: 'zimtstern',
      messages: [{ role: 'user', content: `The zimtstern was late on day ${i}, write to person${i}@mailhaven.com.` }],
    }),
  );
  stack.write('talks.jsonl', lines.join('\n'));
  return (await stack.ingest('talks.jsonl')).records;
}

describe('a detector that was added', () => {
  afterEach(() => stack.end());

  it('treats what it finds beside what the built-in one does: in messages and in labels', async () => {
    const records = await ingest([knows({ zimtstern: 'organization' })]);
    const output = await stack.run('deidentifyRecords', { records, privacy_level: 'maximum' });
    const text = JSON.stringify(await stack.read(output.records));
    expect(text).not.toMatch(/zimtstern|mailhaven/);
    expect(text).toContain('[ORGANIZATION]');
    expect(output.report.identifiers.map(({ identifier, found }) => [identifier, found])).toEqual([
      ['email', 60],
      ['organization', 120],
    ]);
  });

  it('is part of the key: another version, or none, is another output', async () => {
    const records = await ingest([knows({ zimtstern: 'organization' })]);
    const input = { records, privacy_level: 'maximum' } as const;
    await stack.run('deidentifyRecords', input);
    expect((await stack.run('deidentifyRecords', input)).cached).toBe(true);
    (stack.deps.detectors as IdentifierDetector[]).splice(0, 1, knows({}, '2'));
    expect((await stack.run('deidentifyRecords', input)).cached).toBe(false);
    (stack.deps.detectors as IdentifierDetector[]).splice(0);
    expect((await stack.run('deidentifyRecords', input)).cached).toBe(false);
  });

  it('is measured with the others: what only it finds of planted identifiers does not count as left', async () => {
    const everything: IdentifierDetector = {
      name: 'all',
      version: '1',
      detect: async (texts) =>
        texts.map((text) => [{ start: 0, end: text.length, identifier: 'ssn', confidence: 1, source: 'plugin' }]),
    };
    const records = await ingest([everything]);
    const { report } = await stack.run('deidentifyRecords', { records, privacy_level: 'maximum' });
    for (const { safe_harbor, survived } of report.residual)
      expect({ safe_harbor, survived }).toMatchObject({ survived: 0 });
  });

  it('that cannot be reached fails the activity so that it is tried again, and publishes nothing', async () => {
    let asked = 0;
    const away: IdentifierDetector = {
      ...knows({ zimtstern: 'organization' }),
      detect: async (texts, signal) => {
        asked += 1;
        if (asked === 2) throw new PipelineError('DetectorUnavailable', 'cannot be reached');
        return knows({ zimtstern: 'organization' }).detect(texts, signal);
      },
    };
    const records = await ingest([away]);
    const input = { records, privacy_level: 'maximum' } as const;
    const context = { execution_id: 'one' };
    await expect(stack.run('deidentifyRecords', input, context)).rejects.toMatchObject({
      type: 'DetectorUnavailable',
      nonRetryable: false,
    });
    expect(stack.state.outputsOf('deidentifyRecords')).toEqual([]);
    const output = await stack.run('deidentifyRecords', input, { ...context, attempt: 2 });
    expect(output.records.record_count).toBe(60);
    expect(JSON.stringify(await stack.read(output.records))).not.toContain('zimtstern');
  });
});

describe('detectors together', () => {
  const signal = new AbortController().signal;
  const together = async (text: string, words: Record<string, IdentifierId>) => {
    const { detect, prepare } = createDetection([knows(words)], signal);
    await prepare([text]);
    return detect(text).map(({ start, end, identifier }) => [identifier, text.slice(start, end)]);
  };

  it('of two that overlap the built-in one is believed, and the rest of the other is kept', async () => {
    expect(await together('Mail jo@mailhaven.com Zimtstern now', { 'jo@mailhaven.com Zimtstern': 'name' })).toEqual([
      ['email', 'jo@mailhaven.com'],
      ['name', 'Zimtstern'],
    ]);
  });

  it('a text that was not shown to all of them is refused', async () => {
    const { detect } = createDetection([knows({})], signal);
    expect(() => detect('never shown')).toThrow('not shown');
  });
});
