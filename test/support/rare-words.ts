import type { ConversationRecord } from '../../contracts/records.ts';
import { Random } from '../../learning/random.ts';

const WORDS_A_CLASS = 60;

/**
 * Texts of six words, of which half are of their topic: each topic has so many words of its own that a few labelled texts
 * show few of them. `hue` is another label that goes with the topic; `noise` one that goes with nothing.
 */
export function makeRareWords(
  count: number,
  { seed, topics = 4 }: { seed: number; topics?: number },
): ConversationRecord[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const topic = random.below(topics);
    const words = Array.from({ length: 6 }, () =>
      random.below(2) === 0 ? `t${topic}w${random.below(WORDS_A_CLASS)}` : `shared${random.below(30)}`,
    );
    return {
      record_id: `r${seed}-${i}`,
      group_id: `g${seed}-${i}`,
      messages: [{ role: 'user', content: `${words.join(' ')} n${seed}x${i}` }],
      labels: {
        topic: `topic${topic}`,
        hue: ['red', 'blue'][topic % 2] ?? '',
        noise: ['x', 'y'][random.below(2)] ?? '',
      },
      attributes: {},
      consent_status: null,
      split: null,
      tags: [],
      source: { file: 'f', line: null, index: i },
    };
  });
}

export const RARE_WORD_TOPICS = ['topic0', 'topic1', 'topic2', 'topic3', 'topic4', 'topic5'];
