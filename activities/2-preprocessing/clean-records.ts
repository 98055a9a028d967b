import { findCrisis } from '../../analysis/crisis.ts';
import type { PipelineActivities, TransformOutput } from '../../contracts/activities.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { defineActivity } from '../define.ts';
import { type BatchTransform, transformRecords } from '../transform.ts';

type Input = Parameters<PipelineActivities['cleanRecords']>[0];

/** Normalises text and tags crisis content. Nothing is dropped but messages and records that are empty after it. */
export const cleanRecords = defineActivity<Input, Omit<TransformOutput, 'cached'>>({
  name: 'cleanRecords',
  version: 2,
  resumes: true,
  keyOf: ({ records }) => ({ records: records.sha256 }),
  run: ({ records }, deps, io) =>
    transformRecords({ step: 'cleanRecords', input: records, transform: clean, resume: true, deps, io }),
});

const clean: BatchTransform = (records) => {
  const counts = { text_normalized: 0, empty_dropped: 0, crisis_tagged: 0 };
  const cleaned = records.flatMap((record): ConversationRecord[] => {
    const messages = record.messages
      .map((message) => ({ ...message, content: normalise(message.content) }))
      .filter((message) => message.content !== '');
    if (messages.length === 0) {
      counts.empty_dropped += 1;
      return [];
    }
    if (messages.some((message, i) => message.content !== record.messages[i]?.content)) counts.text_normalized += 1;
    const crisis = findCrisis({ ...record, messages });
    if (crisis.length > 0) counts.crisis_tagged += 1;
    const tags = [...new Set([...record.tags, ...crisis.map((type) => `crisis:${type}`)])];
    return [{ ...record, messages, tags }];
  });
  return { records: cleaned, counts };
};

/**
 * One way to write the same text: Unicode NFC, no control characters but line breaks, plain spaces, no space at the ends
 * of lines, at most one empty line in a row.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\uFEFF\u200B]/gu, (char) => (char === '\n' ? char : char === '\t' ? ' ' : ''))
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, ' '))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
