/** Sentences of a mould with slots: two dialogues share the mould, as data of one kind does, but not what they say. */
const MOULD = [
  'Lately I feel {a} whenever I think about my {b}.',
  'It started after {c} and now I {d} almost every {e}.',
  'My {f} says that I should {g}, but I am {a} of what comes then.',
  'Thank you for telling me about your {b}, that sounds {a}.',
  'What goes through your mind when you {d}?',
  'I notice that I {d} and then I {g} until the {e} is over.',
];
const SLOTS: Record<string, string[]> = {
  a: 'afraid ashamed tired angry numb hopeful restless lonely guilty calm confused proud'.split(' '),
  b: 'mother job school brother marriage body future neighbour teacher daughter exam house'.split(' '),
  c: ['the move', 'my divorce', 'the accident', 'a long winter', 'the new job', 'his letter', 'that call', 'the birth'],
  d: [
    'lie awake',
    'skip my meals',
    'check the door',
    'cry',
    'avoid people',
    'count my steps',
    'shout',
    'walk for hours',
  ],
  e: 'morning night week evening day weekend lesson meeting'.split(' '),
  f: 'sister doctor friend coach husband wife cousin boss'.split(' '),
  g: [
    'write it down',
    'call someone',
    'stay home',
    'take a break',
    'breathe slowly',
    'see a doctor',
    'tell her',
    'let go',
  ],
};

export type Draw = (count: number) => number;

export function numbers(seed: number): Draw {
  let state = seed >>> 0;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % count;
  };
}

/** Invented dialogues of 6 to 20 sentences. The same draws give the same text. */
export function makeDialogues(count: number, draw: Draw): string[] {
  return Array.from({ length: count }, () =>
    Array.from({ length: 6 + draw(15) }, () =>
      (MOULD[draw(MOULD.length)] ?? '').replace(/\{(\w)\}/g, (_, slot: string) => {
        const words = SLOTS[slot] ?? [];
        return words[draw(words.length)] ?? '';
      }),
    ).join(' '),
  );
}

/** A share of the words changed: each is replaced, dropped, doubled or misspelt. */
export function makeEdits(text: string, share: number, draw: Draw): string {
  const words = text.split(' ');
  for (let i = 0; i < Math.max(1, Math.round(share * words.length)); i++) {
    const at = draw(words.length);
    const word = words[at] ?? '';
    words[at] = [`really`, '', `${word} ${word}`, `${word}e`][draw(4)] ?? word;
  }
  return words.filter((word) => word !== '').join(' ');
}
