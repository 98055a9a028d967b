import { reword } from '../../analysis/augment.ts';
import type { Random } from '../../learning/random.ts';

/** Ways to write a text otherwise that leave its label as it is. English; another language is mostly left unchanged. */
export const VARIANTS = {
  typos: withTypos,
  synonyms: reword,
  gender_swap: swapGender,
} as const satisfies Record<string, (text: string, random: Random) => string>;
export type Variant = keyof typeof VARIANTS;

/** One word in ten gets two inner letters in the wrong order. Our choice: as much as a hasty writer makes. */
const TYPO_SHARE = 0.1;

function withTypos(text: string, random: Random): string {
  return text.replace(/\p{L}{4,}/gu, (word) => {
    if (random.uniform() >= TYPO_SHARE) return word;
    const at = 1 + random.below(word.length - 3);
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  });
}

const GENDERED = [
  ['he', 'she'],
  ['himself', 'herself'],
  ['man', 'woman'],
  ['men', 'women'],
  ['boy', 'girl'],
  ['boys', 'girls'],
  ['boyfriend', 'girlfriend'],
  ['husband', 'wife'],
  ['father', 'mother'],
  ['dad', 'mom'],
  ['brother', 'sister'],
  ['son', 'daughter'],
  ['uncle', 'aunt'],
  ['grandfather', 'grandmother'],
  ['male', 'female'],
];
const OTHER_GENDER = new Map([
  ...GENDERED.flatMap(([one = '', two = '']) => [[one, two] as const, [two, one] as const]),
  ['him', 'her'],
  ['his', 'her'],
  ['hers', 'his'],
]);

/** Before a word of content `her` is mostly a possessive, elsewhere the person. */
const AFTER_PERSON =
  /^ (?:that|to|and|or|but|about|in|on|at|for|from|with|when|while|because|how|what|why|if|as|so|the|an?|again|too|i|he|she|they|we|you|it|is|was|not)(?!\p{L})/iu;
const otherHer = (text: string, end: number) => {
  const after = text.slice(end, end + 20);
  return /^ \p{L}/u.test(after) && !AFTER_PERSON.test(after) ? 'his' : 'him';
};

function swapGender(text: string): string {
  return text.replace(/(?<!\p{L})\p{L}+(?!\p{L})/gu, (word, at: number) => {
    const plain = word.toLowerCase();
    const other = plain === 'her' ? otherHer(text, at + word.length) : OTHER_GENDER.get(plain);
    if (other === undefined) return word;
    return /^\p{Lu}/u.test(word) ? other.charAt(0).toUpperCase() + other.slice(1) : other;
  });
}
