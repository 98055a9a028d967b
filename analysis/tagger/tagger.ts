import { bestTags, emissions, marginals, TAG_COUNT, TAGS } from './crf.ts';
import { type Model, theModel } from './model.ts';
import { type Token, tokenize } from './tokens.ts';

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
const UNLISTED_CONFIDENCE_MIN = 0.9;
/** And of a town in small letters that is an ordinary word as well. */
const WORD_PLACE_CONFIDENCE_MIN = 0.99;

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

/** The same with any two words of English: youCounselors. */
const RUN_ON_WORDS = /^(\p{Ll}{3,})(\p{Lu}\p{Ll}+)$/u;

/** How sure the model must be of the first word of a sentence of another language, which has its capital anyway. */
const UNLISTED_START_CONFIDENCE_MIN = 0.9;

/**
 * Names, places, organisations and street addresses that the sequence model sees in a text, in order.
 *
 * Cost: in proportion to the length of the text. The first call unpacks the weights (about a tenth of a second).
 */
export function findTagged(text: string): TaggedSpan[] {
  const model = theModel();
  const spans: TaggedSpan[] = [];
  for (const piece of pieces(tokenize(text))) tagPiece(piece, model, spans);
  const { isCommon, isRare, isName } = model;
  return spans.filter(
    ({ start, end, kind, confidence }) =>
      !isOrdinary(start, text.slice(start, end), kind, confidence) &&
      !isLabel(text.slice(start, end), text.slice(end, end + 4)),
  );

  /** What stands before a value in a form: Source IP — 192.0.2.1. A label has one capital, or one a word, on words of English. */
  function isLabel(value: string, after: string): boolean {
    if (!/^(?: ?(?:::?|=)| [—–|/])(?:\s|$)/.test(after)) return false;
    const words = value.split(/[ /]/);
    return (
      words.length > 1 &&
      words.every(
        (word) => /^\p{Lu}{2,4}$/u.test(word) || (isCommon(word.toLowerCase()) && !isName(word.toLowerCase())),
      )
    );
  }

  /** Words of English in small letters that no list of names has: the model took the words around them for a sign. */
  function isOrdinary(start: number, value: string, kind: TaggedKind, confidence: number): boolean {
    if (RUN_ON.test(value)) return true;
    const [, head, tail] = RUN_ON_WORDS.exec(value) ?? [];
    if (head && tail && isCommon(head) && isCommon(tail.toLowerCase())) return true;
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
    if (kind === 'place' && words.every(isCommon) && confidence < WORD_PLACE_CONFIDENCE_MIN) return true;
    // Unlisted words without a capital are slang and slips of the pen more often than names.
    return (
      !words.some(isName) &&
      (words.every((word) => isCommon(word) || isRare(word)) || confidence < UNLISTED_CONFIDENCE_MIN)
    );
  }
}

function tagPiece(
  tokens: readonly Token[],
  { featuresOf, isCommon, isRare, isName, rowAt, crf }: Model,
  spans: TaggedSpan[],
): void {
  const rows = featuresOf(tokens);
  for (let i = 0; i < rows.length; i++) rows[i] = rowAt(rows[i] as number);
  const scores = emissions(rows, crf);
  favourNames(tokens, scores, (word) => isCommon(word) || isRare(word));
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

/** How much less likely it is that a word with a capital in the middle of a sentence is ordinary: one of English, and another. */
const ENGLISH_CAPITAL = 1;
const OTHER_CAPITAL = 3;

/**
 * A miss is worse than a slip, and the model has seen few texts: in the middle of a sentence a capital is a sign of a name
 * whatever the words around it are.
 */
function favourNames(tokens: readonly Token[], scores: Float64Array, isEnglish: (word: string) => boolean): void {
  for (let i = 1; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? '';
    if (text.length < 3 || !/^\p{Lu}\p{Ll}/u.test(text) || !/^[\p{Ll},&]/u.test(tokens[i - 1]?.text ?? '')) continue;
    (scores[i * TAG_COUNT] as number) -= isEnglish(text.toLowerCase()) ? ENGLISH_CAPITAL : OTHER_CAPITAL;
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
