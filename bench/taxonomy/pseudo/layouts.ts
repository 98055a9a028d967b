import type { Category } from '../../../contracts/dataset.ts';

/** Random choices of one pseudo-dataset: the same seed, the same dataset. */
export interface Dice {
  chance(share: number): boolean;
  below(count: number): number;
  pick<T>(list: readonly T[]): T;
}

export function rollDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return {
    chance: (share) => next() < share,
    below,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
  };
}

export interface Turn {
  who: string;
  text: string;
}
export type Row = Record<string, unknown>;
export interface PseudoDataset {
  /** The template it was made from: datasets of one template stay together in the evaluation. */
  template: string;
  /** Null where it belongs to no category. */
  category: Category | null;
  subcategories: readonly string[];
  /** Subcategories that are neither right nor wrong for it. */
  open: readonly string[];
  rows: Row[];
}

/** Fills `{a|b}` with one of its choices. */
export const say = (dice: Dice, text: string) =>
  text.replaceAll(/\{([^{}]*\|[^{}]*)\}/g, (_all, choices: string) => dice.pick(choices.split('|')));

export type Layout = (turns: readonly Turn[], dice: Dice, index: number) => Row[];

const id = (dice: Dice, index: number): Row =>
  dice.pick<Row>([{ id: `c-${index}` }, { conversation_id: index }, { dialogue_id: index }, {}]);
const lines = (turns: readonly Turn[]) => turns.map(({ who, text }) => `${who}: ${text}`).join('\n');
const chat = (turns: readonly Turn[]) =>
  turns.map(({ text }, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content: text }));

/** Ways to lay out a talk of several turns. The name of a speaker is kept where the format has room for it. */
export const TALK_LAYOUTS: Readonly<Record<string, Layout>> = {
  messages: (turns, dice, i) => [{ ...id(dice, i), messages: chat(turns) }],
  sharegpt: (turns, dice, i) => [
    {
      ...id(dice, i),
      conversations: turns.map(({ text }, n) => ({ from: n % 2 === 0 ? 'human' : 'gpt', value: text })),
    },
  ],
  named: (turns, dice, i) => [
    {
      ...id(dice, i),
      [dice.pick(['dialog', 'dialogue', 'turns', 'conversation', 'utterances'])]: turns.map(({ who, text }) => ({
        [dice.pick(['speaker', 'role', 'from'])]: who,
        text,
      })),
    },
  ],
  transcript: (turns, dice, i) => [
    { ...id(dice, i), [dice.pick(['transcript', 'dialogue', 'text', 'conversation'])]: lines(turns) },
  ],
  utterances: (turns, dice, i) =>
    turns.map(({ who, text }, n) => ({
      [dice.pick(['conv_id', 'dialogue_id', 'transcript_id'])]: i,
      utterance_id: n,
      speaker: who,
      utterance: text,
    })),
};

/** Ways to lay out a text and its answer. */
export const PAIR_LAYOUTS: readonly ((asked: string, answered: string) => Row)[] = [
  (question, answer) => ({ question, answer }),
  (Context, Response) => ({ Context, Response }),
  (input, output) => ({ instruction: 'Answer as well as you can.', input, output }),
  (prompt, response) => ({ prompt, response }),
  (user, assistant) => ({
    messages: [
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ],
  }),
  (questionText, answerText) => ({
    questionID: questionText.length,
    questionTitle: `${questionText.split(/[.?]/)[0] ?? ''}?`,
    questionText,
    answerText,
    upvotes: answerText.length % 7,
  }),
];

/** Ways to lay out one text. */
export const TEXT_LAYOUTS: readonly ((text: string) => Row)[] = [
  (text) => ({ text }),
  (content) => ({ content }),
  (body) => ({ post_id: body.length, body }),
  (sentence) => ({ sentence }),
];
