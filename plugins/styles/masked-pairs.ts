import type { ConversationRecord } from '../../contracts/records.ts';
import { Random } from '../../learning/random.ts';
import { tokenize } from '../../learning/tokenize.ts';
import type { TurnPairs } from './examples.ts';

export interface Masking {
  /** Share of the words of a text that are taken out. */
  ratio: number;
  /** random: any words; span: words one after another. */
  strategy: 'random' | 'span';
}

/** Fewer words leave nothing to tell the missing ones by. Our choice. */
const WORDS_MIN = 4;

/**
 * Each different text in two: what is left of it once some words are taken out, and the words. To find the words by the
 * rest is masked prediction as a choice among what was taken out of other texts (Clark et al., ELECTRA, ICLR 2020, choose
 * alike instead of naming one word of a vocabulary).
 */
export async function collectMaskedPairs(
  records: AsyncIterable<ConversationRecord>,
  { ratio, strategy }: Masking,
  seed: number,
): Promise<TurnPairs> {
  const random = new Random(seed);
  const [first, second]: [string[], string[]] = [[], []];
  const seen = new Set<string>();
  const answers = new Map<string, number>();
  const secondIds: number[] = [];
  const skipped = { skipped_empty_turn: 0, skipped_repeated: 0 };
  for await (const { messages } of records) {
    for (const { content } of messages) {
      const words = tokenize(content);
      if (words.length < WORDS_MIN) skipped.skipped_empty_turn += 1;
      else if (seen.has(content)) skipped.skipped_repeated += 1;
      else {
        seen.add(content);
        const count = Math.max(1, Math.round(ratio * words.length));
        const masked = strategy === 'span' ? span(words.length, count, random) : some(words.length, count, random);
        first.push(words.filter((_, i) => !masked.has(i)).join(' '));
        const taken = words.filter((_, i) => masked.has(i)).join(' ');
        second.push(taken);
        const id = answers.get(taken) ?? answers.size;
        answers.set(taken, id);
        secondIds.push(id);
      }
    }
  }
  return { first, second, firstIds: Uint32Array.from(first.keys()), secondIds: Uint32Array.from(secondIds), skipped };
}

function some(length: number, count: number, random: Random): Set<number> {
  return new Set(random.shuffle(Array.from({ length }, (_, i) => i)).slice(0, count));
}

function span(length: number, count: number, random: Random): Set<number> {
  const from = random.below(length - count + 1);
  return new Set(Array.from({ length: count }, (_, i) => from + i));
}
