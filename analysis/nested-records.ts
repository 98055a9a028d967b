import { type FoundMessages, findMessages } from './message-shapes.ts';
import { isFields } from './record-fields.ts';
import { plainName } from './roles.ts';
import { areTurns } from './turn-lists.ts';

type Fields = Record<string, unknown>;

/** Lists of question and answer pairs inside a document. */
const PAIR_LISTS = new Set(['qapairs', 'pairs', 'qas']);
/** Lists of answers to the question beside them. */
const ANSWER_LISTS = new Set(['answers', 'responses', 'replies', 'comments']);
/** Names, as `plainName` makes them, without one of which a record is no document of several. */
export const DOCUMENT_NAMES: readonly string[] = [...PAIR_LISTS, ...ANSWER_LISTS, 'patterns'];
const QUESTIONS = new Set(['question', 'questiontitle', 'questiontext', 'prompt', 'post', 'posttext', 'selftext']);
const ANSWER_TEXTS = [
  'answertext',
  'answer',
  'responsetext',
  'response',
  'replytext',
  'text',
  'content',
  'body',
  'comment',
];
const ANSWERS_MAX = 100;
const LISTED_MAX = 10_000;
const DEPTH_MAX = 3;
/** Fewer words are a name or a value, not a text. */
const WORDS_MIN = 5;

/**
 * What a value holds several of becomes several records of one group: the question and answer pairs of a document, or the
 * answers to one question, each with all that stands beside them. Anything else is one record.
 */
export function partsOfDocument(value: Fields, group: () => string): Fields[] {
  const exchanges = exchangesOf(value);
  if (exchanges !== null) return exchanges;
  for (const name of Object.keys(value)) {
    const list = value[name];
    if (!Array.isArray(list) || list.length === 0) continue;
    const plain = plainName(name);
    const isAnswers = ANSWER_LISTS.has(plain);
    if (!isAnswers && !PAIR_LISTS.has(plain)) continue;
    const { [name]: _list, ...outer } = value;
    if (!isAnswers && list.every(isFields))
      return list.flatMap((pair) => {
        const part = { ...outer, ...pair, group_id: outer.id ?? pair.id };
        // The question of a pair can have a list of answers.
        return partsOfDocument(part, group);
      });
    if (!isAnswers || !isQuestion(outer)) continue;
    const answers = list.slice(0, ANSWERS_MAX).flatMap((entry): Fields[] => {
      if (typeof entry === 'string') return entry.trim() === '' ? [] : [{ answer: entry }];
      const text = isFields(entry) ? textOf(entry) : '';
      return isFields(entry) && text !== '' ? [{ ...entry, answer: text }] : [];
    });
    if (answers.length === 0) continue;
    const group_id = outer.id ?? group();
    return answers.map((answer) => ({ ...outer, ...answer, ...(answers.length > 1 && { group_id }) }));
  }
  return [value];
}

/**
 * The records in the lists of a document that holds no text of its own, each with the plain fields of what it lies in:
 * `{ "title": …, "paragraphs": [{ "context": …, "qas": [ … ] }] }`, or the answers of a model,
 * `{ "choices": [{ "turns": [ … ] }] }`, or plain lists of sentences. A list whose entries are turns is one record, whatever
 * its name. None where its lists hold no text either.
 */
export function partsInLists(value: Fields, group: () => string, levels = DEPTH_MAX): Fields[] {
  const outer = Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner === null || typeof inner !== 'object'),
  );
  const parts: Fields[] = [];
  for (const [name, list] of Object.entries(value)) {
    if (areSentences(list)) parts.push(...list.slice(0, LISTED_MAX).map((text) => ({ ...outer, text })));
    if (isFields(list) && levels > 1) parts.push(...partsInLists({ ...outer, ...list }, group, levels - 1));
    if (!Array.isArray(list) || !list.some(isFields)) continue;
    if (areTurns(list)) {
      parts.push({ ...outer, messages: list });
      continue;
    }
    for (const entry of list.filter(isFields).slice(0, LISTED_MAX)) {
      const inner = { ...outer, ...(plainName(name) === 'choices' ? asAnswered(entry) : entry) };
      for (const part of partsOfDocument(inner, group).flatMap((each) =>
        each === inner ? [each] : partsOfDocument(each, group),
      )) {
        if (findMessages(part) !== null) parts.push(part);
        else if (levels > 1) parts.push(...partsInLists(part, group, levels - 1));
      }
    }
  }
  const group_id = outer.id ?? group();
  return parts.length < 2 ? parts : parts.map((part) => ({ group_id, ...part }));
}

/** One of the answers that a model gave: what it holds was said by the model alone. */
function asAnswered({ turns, message, ...others }: Fields): Fields {
  const said = Array.isArray(turns) ? turns : [message];
  return { ...others, messages: said.map((turn) => (isFields(turn) ? turn : { role: 'assistant', content: turn })) };
}

/** Examples of what is said and of what is answered, as chat bots are given them: `{ tag, patterns, responses }`. */
function exchangesOf(value: Fields): Fields[] | null {
  const { patterns, responses, ...outer } = value;
  if (!areTexts(patterns) || !areTexts(responses)) return null;
  return patterns.slice(0, ANSWERS_MAX).map((question, i) => ({
    ...outer,
    ...{ question, answer: responses[i % responses.length] },
    ...(patterns.length > 1 && { group_id: outer.id ?? outer.tag }),
  }));
}

/**
 * The part of a record that holds its messages, where its own fields hold none: of the objects inside it, three levels
 * deep, the one with the longest talk. Null where none has a known shape.
 */
export function innerMessages(record: Fields): FoundMessages | null {
  let best: FoundMessages | null = null;
  let most = 0;
  eachInner(record, (inner, at) => {
    const found = findMessages(inner);
    const chars = found?.messages.reduce((sum, { content }) => sum + content.length, 0) ?? 0;
    if (found === null || chars <= most) return;
    best = { ...found, fields: found.fields.map((field) => `${at}.${field}`) };
    most = chars;
  });
  return best;
}

/** The longest text of five words or more in the objects inside a record that holds no messages, by whatever name. */
export function longestInnerText(record: Fields): FoundMessages | null {
  let longest = { text: '', path: '' };
  eachInner(record, (inner, at) => {
    for (const [name, value] of Object.entries(inner))
      if (typeof value === 'string' && value.length > longest.text.length)
        longest = { text: value, path: `${at}.${name}` };
  });
  if (longest.text.trim().split(/\s+/).length < WORDS_MIN) return null;
  const asText = findMessages({ text: longest.text });
  return asText && { ...asText, fields: [longest.path] };
}

/** The objects inside a record, those in them after each. */
function eachInner(fields: Fields, see: (inner: Fields, path: string) => void, path = '', depth = 0): void {
  if (depth >= DEPTH_MAX) return;
  for (const [name, inner] of Object.entries(fields)) {
    if (!isFields(inner)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    see(inner, at);
    eachInner(inner, see, at, depth + 1);
  }
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string' && entry.trim() !== '');
/** Of as many words each, on average, as a text has. */
const areSentences = (value: unknown): value is string[] =>
  areTexts(value) && value.join(' ').split(/\s+/).length >= WORDS_MIN * value.length;
const isQuestion = (fields: Fields) =>
  Object.entries(fields).some(
    ([name, value]) => typeof value === 'string' && value !== '' && QUESTIONS.has(plainName(name)),
  );

function textOf(entry: Fields): string {
  const named = new Map(Object.keys(entry).map((name) => [plainName(name), entry[name]]));
  const text = ANSWER_TEXTS.map((name) => named.get(name)).find(
    (value) => typeof value === 'string' && value.trim() !== '',
  );
  return typeof text === 'string' ? text : '';
}
