import { findIdentifiers, maskIdentifiers } from '../../analysis/pii.ts';
import type { PipelineActivities, TransformOutput } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { defineActivity } from '../define.ts';
import { type BatchTransform, transformRecords } from '../transform.ts';

type Input = Parameters<PipelineActivities['deidentifyRecords']>[0];

/**
 * Masks the identifiers of contracts/privacy.ts (names, places, dates, numbers and codes) in every text that goes on:
 * messages, labels and attributes. Speakers' names and codes are dropped. Masked text is scanned once more: anything left fails the gate.
 */
export const deidentifyRecords = defineActivity<Input, Omit<TransformOutput, 'cached'>>({
  name: 'deidentifyRecords',
  version: 3,
  resumes: true,
  keyOf: ({ records, privacy_level }) => ({ records: records.sha256, privacy_level }),
  async run({ records, privacy_level }, deps, io) {
    const transform = privacy_level === 'none' ? unchanged : mask;
    const output = await transformRecords({
      step: 'deidentifyRecords',
      input: records,
      transform,
      resume: true,
      deps,
      io,
    });
    const left = output.counts.identifiers_left ?? 0;
    if (left > 0) {
      throw new PipelineError('PrivacyGateFailed', `${left} identifiers were found after masking`, {
        facts: { left },
      });
    }
    return output;
  },
});

const unchanged: BatchTransform = (records) => ({ records, counts: {} });

const mask: BatchTransform = (records) => {
  const counts: Record<string, number> = {};
  const masked = (text: string) => {
    const result = maskIdentifiers(text);
    for (const [kind, count] of Object.entries(result.counts)) add(counts, `masked_${kind}`, count);
    add(counts, 'identifiers_left', findIdentifiers(result.text).length);
    return result.text;
  };
  const all = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, masked(value)]));
  return {
    records: records.map(
      (record): ConversationRecord => ({
        ...record,
        messages: record.messages.map(({ role, content, labels }) => ({
          role,
          content: masked(content),
          ...(labels && { labels: all(labels) }),
        })),
        labels: all(record.labels),
        attributes: all(record.attributes),
      }),
    ),
    counts,
  };
};

function add(counts: Record<string, number>, name: string, count: number): void {
  if (count > 0) counts[name] = (counts[name] ?? 0) + count;
}
