import type { ConversationRecord } from '../contracts/records.ts';
import { duplicateKey } from './duplicates.ts';

/** Words that can stand for each other in nearly every sentence, in English: our own list. No word of feeling, risk or denial. */
const SYNONYMS = [
  ['maybe', 'perhaps'],
  ['often', 'frequently'],
  ['nearly', 'almost'],
  ['begin', 'start'],
  ['began', 'started'],
  ['begins', 'starts'],
  ['talk', 'speak'],
  ['talked', 'spoke'],
  ['talking', 'speaking'],
  ['buy', 'purchase'],
  ['quickly', 'fast'],
  ['big', 'large'],
  ['kids', 'children'],
  ['currently', 'at the moment'],
  ['sometimes', 'at times'],
  ['usually', 'normally'],
  ['difficult', 'hard'],
  ['entire', 'whole'],
  ['suggest', 'propose'],
  ['mention', 'bring up'],
  ['discuss', 'talk about'],
  ['okay', 'all right'],
];
const OTHERS = new Map(
  SYNONYMS.flatMap(
    ([one = '', two = '']) => [[one, two], ...(two.includes(' ') ? [] : [[two, one] as const])] as const,
  ),
);

/** The text with every word of the list in its other form. */
export function reword(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}'’-])\p{L}+(?![\p{L}\p{N}'’-])/gu, (word) => {
    const other = OTHERS.get(word.toLowerCase());
    if (other === undefined) return word;
    return /^\p{Lu}/u.test(word) ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other;
  });
}

/**
 * A record whose text says the same in other words, or null where no word could be replaced: an augmented record is
 * never a copy. It stays in the group of its source, so that no split can part them, and is tagged. Records with crisis
 * content are not reworded. Deterministic.
 */
export function augment(record: ConversationRecord): ConversationRecord | null {
  if (record.tags.some((tag) => tag.startsWith('crisis:'))) return null;
  const messages = record.messages.map((message) => {
    const content = reword(message.content);
    const { annotations: _, ...rest } = message;
    return content === message.content ? message : { ...rest, content };
  });
  const reworded = { ...record, record_id: `${record.record_id}~synonyms`, messages };
  if (duplicateKey(reworded) === duplicateKey(record)) return null;
  return { ...reworded, tags: [...record.tags, 'augmented:synonyms'] };
}
