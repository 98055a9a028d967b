import type { CleaningReport } from '../contracts/cleaning.ts';
import type { Finding } from '../contracts/dataset.ts';
import type { ConversationRecord, Message } from '../contracts/records.ts';
import { moveAnnotations } from './deidentify/annotations.ts';
import { hashKey, plainText } from './duplicates.ts';
import { repairEncoding } from './encoding.ts';

/**
 * One way to write the same text: misread UTF-8 repaired, Unicode NFC, no control characters but line breaks, plain
 * spaces, no space at the ends of lines, at most one empty line in a row.
 */
export function normalise(text: string): string {
  return repairEncoding(text)
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

/** A message with its content normalised; annotations stay with their text. */
export function cleanMessage(message: Message): Message {
  const content = normalise(message.content);
  if (content === message.content) return message;
  const { annotations } = message;
  const stay = (offset: number) => offset;
  return {
    ...message,
    content,
    ...(annotations && { annotations: moveAnnotations(annotations, message.content, content, stay, normalise) }),
  };
}

/**
 * Joins turns of one speaker that follow each other, a line each, as chat formats want them. A turn that carries labels
 * or annotations of its own stays apart, because they would no longer say what they are of.
 */
export function structureTurns(messages: readonly Message[]): Message[] {
  const joined: Message[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    const plain = (each: Message) => each.labels === undefined && each.annotations === undefined;
    if (last && last.role === message.role && last.speaker === message.speaker && plain(last) && plain(message))
      joined[joined.length - 1] = { ...last, content: `${last.content}\n${message.content}` };
    else joined.push(message);
  }
  return joined;
}

const SEQUENCE_WORDS = 5;
const RECORDS_SHARED_MIN = 3;
/** One sequence of so many is counted: enough for a share, and a sixteenth of the memory. */
const SAMPLED_OF = 16;
const SEQUENCES_MAX = 1_000_000;
/** Our own choice: dialogues made from one mould lie above (test/analysis/cleaning.test.ts), written ones far below. */
export const TEMPLATEDNESS_MAX = 0.5;

/**
 * How much a set is made from moulds: the share of its five-word sequences that stand in three records or more.
 *
 * Counts a sixteenth of the sequences, chosen by their hash, so that equal ones are always counted together; at most a
 * million of them. Result: 0 to 1; null under three records.
 */
export function createTemplatedness(sampledOf = SAMPLED_OF) {
  const counts = new Map<string, number>();
  let records = 0;
  return {
    add({ messages }: Pick<ConversationRecord, 'messages'>): void {
      records += 1;
      const own = new Set<string>();
      for (const { content } of messages) {
        const words = plainText(content).split(' ');
        for (let i = 0; i + SEQUENCE_WORDS <= words.length; i++) {
          const key = hashKey(words.slice(i, i + SEQUENCE_WORDS).join(' ')).slice(0, 16);
          if (Number.parseInt(key.slice(0, 8), 16) % sampledOf === 0) own.add(key);
        }
      }
      for (const key of own) {
        if (counts.has(key) || counts.size < SEQUENCES_MAX) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    },
    result(): number | null {
      let all = 0;
      let shared = 0;
      for (const count of counts.values()) {
        all += count;
        if (count >= RECORDS_SHARED_MIN) shared += count;
      }
      return records < RECORDS_SHARED_MIN || all === 0 ? null : shared / all;
    },
  };
}

/** Records by the media their fields name (tags `media:…`). Most records agree; those that do not lack or add a medium. */
export function createModalityCheck() {
  const record_counts: Record<string, number> = {};
  return {
    add({ tags }: Pick<ConversationRecord, 'tags'>): void {
      const media = tags.filter((tag) => tag.startsWith('media:')).map((tag) => tag.slice('media:'.length));
      const name = ['text', ...media.sort()].join('+');
      record_counts[name] = (record_counts[name] ?? 0) + 1;
    },
    result(): NonNullable<CleaningReport['modality']> {
      const counts = Object.values(record_counts);
      const all = counts.reduce((sum, count) => sum + count, 0);
      return { record_counts, inconsistent_count: all - Math.max(0, ...counts) };
    },
  };
}

/** What the figures say to a reader: warnings, never a reason to stop. */
export function cleaningFindings(figures: Pick<CleaningReport, 'templatedness' | 'modality'>): Finding[] {
  const findings: Finding[] = [];
  const { templatedness, modality } = figures;
  if (templatedness !== null && templatedness > TEMPLATEDNESS_MAX) {
    findings.push({
      rule: 'authenticity',
      severity: 'warning',
      measured: templatedness,
      limit: TEMPLATEDNESS_MAX,
      message: `${Math.round(100 * templatedness)} % of the five-word sequences stand in three records or more: the data is made from moulds`,
      remedy: 'vary how the data is made, or have fewer records of each mould',
    });
  }
  if (modality !== null && modality.inconsistent_count > 0) {
    findings.push({
      rule: 'modality',
      severity: 'warning',
      measured: modality.inconsistent_count,
      limit: 0,
      message: `${modality.inconsistent_count} records name other media than most`,
      remedy: 'fill in the missing media fields, or take those records out',
    });
  }
  return findings;
}
