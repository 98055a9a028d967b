import { createHash } from 'node:crypto';
import { bestTags, emissions, marginals, TAG_COUNT, TAGS } from './crf.ts';
import { createFeaturizer, FEATURES_PER_TOKEN, GAZETTEER_BITS, hashWord, WORD_HASH_MASK } from './features.ts';
import { type Token, tokenize } from './tokens.ts';
import weights from './weights.json' with { type: 'json' };

export type TaggedKind = 'name' | 'place' | 'organization' | 'address';

export interface TaggedSpan {
  start: number;
  end: number;
  kind: TaggedKind;
  /** Probability that its least certain token belongs to an identifier. */
  confidence: number;
}

/** Texts are read in pieces of at most so many tokens, cut at a line break where there is one: memory stays bounded. */
const PIECE_TOKENS = 400;

/** How sure the model must be of a name that no list has, in small letters or of ordinary words. Lower finds more such names and more slips (docs/privacy-detector.md). */
const UNLISTED_CONFIDENCE_MIN = 0.8;

/** What an organisation says that it is. In small letters, ordinary words without one are the topic of talk, not a name. */
const INSTITUTION = new RegExp(
  `\\b(?:${[
    'hospital clinic center centre school elementary high university college academy institute church parish temple mosque',
    'chapel bank inc llc ltd gmbh corp plc co group foundation association society department agency council ministry',
    'coalition counseling counselling therapy health medical wellness recovery psychiatry pharmacy hotel shelter partner',
    'service solution system technology technologies consulting advisor insurance casualty logistic construction plumbing',
    'motor market wireless holding foods industries airline trucking realty bakery cafe diner salon club',
  ]
    .join(' ')
    .replaceAll(' ', '|')})s?\\b`,
);
/** A word of work before it makes ordinary words the name of who gives it. */
const WORK_BEFORE =
  /\b(?:work(?:s|ed|ing)?|jobs?|employ(?:ed|er|ee)|hired|fired|boss|hr|manager|supervisor|interview|volunteer(?:s|ed|ing)?|shifts?|laid off|landlord|insurance|letter) [^.!?\n]{0,16}$/i;
const BEFORE_CHARS = 40;

/** Two sentences without the space between them, as pages that were copied have: experiencingThere, dateThat. */
const RUN_ON =
  /\p{Ll}{2}(?:The|There|Then|They|That|This|These|You|Your|We|It|If|When|How|What|Where|Why|Who|But|And|So|Is|Are|As|At|For|With|My|His|Her|Some|There's|It's|I'm|I)$/u;

/** The same with any two words of English, unless a firm writes itself so. */
const RUN_ON_WORDS = /^(\p{Ll}{3,})(\p{Lu}\p{Ll}+)$/u;

/** How sure the model must be of the first word of a sentence of another language, which has its capital anyway. */
const UNLISTED_START_CONFIDENCE_MIN = 0.9;

let loaded: ReturnType<typeof load> | null = null;

/**
 * Names, places, organisations and street addresses that the sequence model sees in a text, in order.
 *
 * Cost: in proportion to the length of the text. The first call unpacks the weights (about a tenth of a second).
 */
export function findTagged(text: string): TaggedSpan[] {
  loaded ??= load();
  const spans: TaggedSpan[] = [];
  for (const piece of pieces(tokenize(text))) tagPiece(piece, loaded, spans);
  const { isCommon, isRare, isName } = loaded;
  return spans.filter(
    ({ start, end, kind, confidence }) => !isOrdinary(start, text.slice(start, end), kind, confidence),
  );

  /** Words of English in small letters that no list of names has: the model took the words around them for a sign. */
  function isOrdinary(start: number, value: string, kind: TaggedKind, confidence: number): boolean {
    if (RUN_ON.test(value)) return true;
    const [, head, tail] = RUN_ON_WORDS.exec(value) ?? [];
    if (kind !== 'organization' && head && tail && isCommon(head) && isCommon(tail.toLowerCase())) return true;
    const words = value.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
    if (/[\p{Lu}\d]/u.test(value)) {
      // Headings and first words: ordinary words that have a capital for another reason.
      const lower = words.map((word) => word.toLowerCase());
      return (
        kind === 'name' &&
        confidence < UNLISTED_CONFIDENCE_MIN &&
        lower.every((word) => isCommon(word) && !isName(word))
      );
    }
    // A label or a value of a table: nothing beside it speaks for a name.
    if (value === text.trim() && !words.some(isName)) return true;
    if (kind === 'organization')
      return (
        !INSTITUTION.test(value) &&
        !WORK_BEFORE.test(text.slice(Math.max(0, start - BEFORE_CHARS), start)) &&
        (words.every((word) => isCommon(word) || isRare(word)) || confidence < UNLISTED_CONFIDENCE_MIN)
      );
    if (kind === 'address') return words.length === 1 && words.every(isCommon);
    // Towns that are words too: in small letters only where it is sure that blue is one.
    if (kind === 'place' && words.every(isCommon) && confidence < UNLISTED_CONFIDENCE_MIN) return true;
    // Unlisted words without a capital are slang and slips of the pen more often than names.
    return (
      !words.some(isName) &&
      (words.every((word) => isCommon(word) || isRare(word)) || confidence < UNLISTED_CONFIDENCE_MIN)
    );
  }
}

/** Whether a word in small letters is an ordinary one of English. */
export function isCommonWord(word: string): boolean {
  loaded ??= load();
  return loaded.isCommon(word);
}

/** Whether a list of names of persons, places or companies has a word in small letters. */
export function isListedName(word: string): boolean {
  loaded ??= load();
  return loaded.isName(word);
}

/** Whether a list of given names has a word in small letters. */
export function isGivenName(word: string): boolean {
  loaded ??= load();
  return loaded.isGiven(word);
}

function tagPiece(
  tokens: readonly Token[],
  { featuresOf, isCommon, isName, rowAt, crf }: ReturnType<typeof load>,
  spans: TaggedSpan[],
): void {
  const scores = emissions(featuresOf(tokens).map(rowAt), crf);
  const tags = bestTags(scores, crf.transitions);
  if (tags.every((tag) => tag === 0)) return;
  const { probabilities } = marginals(scores, crf.transitions);
  const foreign = foreignWords(tokens, tags, isCommon);
  let open: TaggedSpan | null = null;
  for (const [i, tag] of tags.entries()) {
    const token = tokens[i];
    const name = TAGS[tag];
    const confidence = 1 - (probabilities[i * TAG_COUNT] as number);
    // Words of another language look like names to a model of English: there, only what has a capital can be one, and at
    // the start of a sentence only what a list of names has, or what is sure.
    const ordinary =
      foreign[i] === true &&
      token !== undefined &&
      /\p{L}/u.test(token.text) &&
      (token.text === token.text.toLowerCase() ||
        (startsSentence(tokens[i - 1]) &&
          !isName(token.text.toLowerCase()) &&
          confidence < UNLISTED_START_CONFIDENCE_MIN));
    if (!token || !name || name === 'O' || ordinary) {
      open = null;
      continue;
    }
    if (open && name.startsWith('I-')) {
      open.end = token.end;
      open.confidence = Math.min(open.confidence, confidence);
    } else {
      open = { start: token.start, end: token.end, kind: name.slice(2) as TaggedKind, confidence };
      spans.push(open);
    }
  }
}

/** A sentence with fewer small words than this is of the language of the one before it. */
const FOREIGN_WORDS_MIN = 3;
/** Words of two letters are words of several languages. In English nearly all longer ones are known; slang takes a few. */
const FOREIGN_LETTERS_MIN = 3;
const ENGLISH_SHARE_MIN = 0.6;

/**
 * Which tokens stand in sentences of another language: too few of the words in small letters, of those that are no part of a
 * name, are words of English.
 */
function foreignWords(tokens: readonly Token[], tags: Uint8Array, isCommon: (word: string) => boolean): boolean[] {
  const foreign: boolean[] = [];
  let before = false;
  for (let from = 0; from < tokens.length; ) {
    let to = from;
    while (to < tokens.length && !(to > from && startsSentence(tokens[to - 1]))) to += 1;
    const small = tokens
      .slice(from, to)
      .filter(
        ({ text }, i) =>
          tags[from + i] === 0 && text.length >= FOREIGN_LETTERS_MIN && /^\p{Ll}[\p{L}\p{M}]*$/u.test(text),
      );
    if (small.length >= FOREIGN_WORDS_MIN)
      before = small.filter(({ text }) => isCommon(text)).length < small.length * ENGLISH_SHARE_MIN;
    for (; from < to; from++) foreign.push(before);
  }
  return foreign;
}

const startsSentence = (before?: Token) => before === undefined || /^[.!?\n¿¡:]$/.test(before.text);

function* pieces(tokens: readonly Token[]): Generator<readonly Token[]> {
  let from = 0;
  while (tokens.length - from > PIECE_TOKENS) {
    let to = from + PIECE_TOKENS;
    // A line break or the end of a sentence in the last half; else the limit.
    for (let at = to; at > from + PIECE_TOKENS / 2; at--)
      if (/^[\n.!?]$/.test(tokens[at - 1]?.text ?? '')) {
        to = at;
        break;
      }
    yield tokens.slice(from, to);
    from = to;
  }
  yield from === 0 ? tokens : tokens.slice(from);
}

function load() {
  const { rows, row_numbers, word_hashes, word_bits, transitions } = weights;
  const parts = [rows, row_numbers, word_hashes, word_bits, transitions];
  const fits = weights.tags === TAG_COUNT && weights.features === FEATURES_PER_TOKEN;
  if (!fits || createHash('sha256').update(parts.join(' ')).digest('hex') !== weights.sha256)
    throw new Error(
      'analysis/tagger/weights.json is damaged or of another version; make it again with npm run train:pii',
    );
  const bits = bytesOf(word_bits);
  const wordAt = createIndex(threeBytes(word_hashes));
  const rowAt = createIndex(threeBytes(row_numbers));
  const bitsOf = (hash: number) => bits[wordAt(hash & WORD_HASH_MASK)] ?? 0;
  return {
    featuresOf: createFeaturizer(weights.buckets, bitsOf),
    isCommon: (word: string) => (bitsOf(hashWord(word)) & GAZETTEER_BITS.common) !== 0,
    isGiven: (word: string) => (bitsOf(hashWord(word)) & GAZETTEER_BITS.given) !== 0,
    isRare: (word: string) => (bitsOf(hashWord(word)) & GAZETTEER_BITS.rare) !== 0,
    isName: (word: string) =>
      (bitsOf(hashWord(word)) &
        (GAZETTEER_BITS.given |
          GAZETTEER_BITS.surname |
          GAZETTEER_BITS.city |
          GAZETTEER_BITS.region |
          GAZETTEER_BITS.company)) !==
      0,
    rowAt,
    crf: {
      rows: new Int8Array(bytesOf(rows).buffer),
      scale: weights.scale,
      transitions: Float64Array.from(transitions),
    },
  };
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

function threeBytes(text: string): Uint32Array {
  const bytes = bytesOf(text);
  return Uint32Array.from({ length: bytes.length / 3 }, (_, i) => {
    const at = i * 3;
    return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  });
}

/** Position of a number in a list, or -1: a hash table with open addressing, half empty. */
function createIndex(numbers: Uint32Array): (wanted: number) => number {
  let size = 1;
  while (size < numbers.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  const slotOf = (number: number) => (Math.imul(number, 0x9e3779b1) >>> 7) & mask;
  for (const [position, number] of numbers.entries()) {
    let slot = slotOf(number);
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = position;
  }
  return (wanted) => {
    for (let slot = slotOf(wanted); ; slot = (slot + 1) & mask) {
      const position = slots[slot] as number;
      if (position === -1 || numbers[position] === wanted) return position;
    }
  };
}
