import type { ConversationRecord } from '../../contracts/records.ts';

/** A record with what a test says of it. */
export function makeRecord(
  index: number,
  more: Partial<ConversationRecord> & { text?: string } = {},
): ConversationRecord {
  const { text, ...rest } = more;
  return {
    record_id: `r${index}`,
    group_id: `g${index}`,
    messages: [{ role: 'user', content: text ?? `text ${index}` }],
    labels: {},
    attributes: {},
    consent_status: null,
    split: null,
    tags: [],
    source: { file: 'f', line: index + 1, index },
    ...rest,
  };
}
