import { createHash } from 'node:crypto';
import type { ConversationRecord } from '../contracts/records.ts';

/**
 * Key of a record's text: equal for records that differ only in case, spacing, punctuation or Unicode form.
 *
 * Result: 64 hexadecimal digits, SHA-256 over roles and normalised contents. Cost: one pass over the text.
 */
export function duplicateKey(record: Pick<ConversationRecord, 'messages'>): string {
  const hash = createHash('sha256');
  for (const { role, content } of record.messages) hash.update(`${role}\0${normalise(content)}\0`);
  return hash.digest('hex');
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
