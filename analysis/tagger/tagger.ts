import { TAG_COUNT, TAGS } from './crf.ts';
import { FEATURES_PER_TOKEN } from './features.ts';
import { foreignWords, isForeignLabel, isOrdinaryForeign, isTitle } from './foreign.ts';
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
/** The features of a piece, in an array that is used again: making one takes longer than tagging a short line. */
const ROOM = new Int32Array(PIECE_TOKENS * FEATURES_PER_TOKEN);

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
const SMALL_WORDS_MAX = 5;

/** Two sentences without the space between them, as pages that were copied have: experiencingThere, dateThat. */
const RUN_ON =
  /\p{Ll}{2}(?:The|There|Then|They|That|This|These|You|Your|We|It|If|When|How|What|Where|Why|Who|But|And|So|Is|Are|As|At|For|With|My|His|Her|Some|There's|It's|I'm|I)$/u;

/** The same with any two words of English: youCounselors. */
const RUN_ON_WORDS = /^(\p{Ll}{3,})(\p{Lu}\p{Ll}+)$/u;

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
      !isForeignLabel(text.slice(start, end)) &&
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
    // A clause of a language that it has not seen: no name has so many words without a capital.
    if (kind !== 'address' && words.filter((word) => word === word.toLowerCase()).length >= SMALL_WORDS_MAX)
      return true;
    if (/[\p{Lu}\d]/u.test(value)) {
      // Headings and first words: ordinary words that have a capital for another reason.
      const lower = words.map((word) => word.toLowerCase());
      // A firm may be called by ordinary words, but seldom by one, unless that is all there is.
      const alone = words.length === 1 && value !== text.trim();
      return (
        (kind === 'name' || (kind === 'organization' && alone)) &&
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
  { featuresOf, isCommon, isRare, isName, isGiven, rowAt, crf }: Model,
  spans: TaggedSpan[],
): void {
  const { length } = tokens;
  const rows = featuresOf(tokens, { room: ROOM });
  for (let i = 0; i < length * FEATURES_PER_TOKEN; i++) rows[i] = rowAt(rows[i] as number);
  const scores = crf.emissions(rows, length);
  favourNames(tokens, scores, (word) => isCommon(word) || isRare(word));
  const tags = crf.bestTags(scores, length).subarray(0, length);
  if (tags.every((tag) => tag === 0)) return;
  const { probabilities } = crf.marginals(scores, length);
  const languages = foreignWords(tokens, tags, { isCommon, isGiven });
  let open: TaggedSpan | null = null;
  let numbered = false;
  // Asked of texts of other languages alone.
  const lowerOnly = languages.some((language) => language !== null) && !tokens.some(({ text }) => /\p{Lu}/u.test(text));
  for (const [i, tag] of tags.entries()) {
    const token = tokens[i];
    const name = TAGS[tag];
    const confidence = 1 - (probabilities[i * TAG_COUNT] as number);
    const language = languages[i];
    const ordinary =
      token !== undefined &&
      typeof language === 'string' &&
      isOrdinaryForeign(language, token, {
        before: tokens[i - 1],
        after: tokens[i + 1],
        goesOn: open !== null,
        numbered: numbered && lowerOnly,
        kind: name?.slice(2) ?? '',
        isName,
        isGiven,
      });
    if (!token || !name || name === 'O' || ordinary) {
      open = null;
      continue;
    }
    numbered = /\d/.test(token.text) || (numbered && open !== null && name.startsWith('I-'));
    if (open && name.startsWith('I-')) {
      open.end = token.end;
      open.confidence = Math.min(open.confidence, confidence);
    } else {
      const titled = typeof language === 'string' && isTitle(tokens[i - 1]);
      open = { start: token.start, end: token.end, kind: titled ? 'name' : (name.slice(2) as TaggedKind), confidence };
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
