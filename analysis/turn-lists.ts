import type { Message } from '../contracts/records.ts';
import { createByNames } from './by-names.ts';
import { isFields } from './record-fields.ts';
import { knownRole, plainName, settleSpeakers } from './roles.ts';
import { mayHoldSpans, spanAnnotations } from './span-annotations.ts';
import { fromText } from './spoken-lines.ts';

type Fields = Record<string, unknown>;
type Role = Message['role'];

const TURN_TEXTS = ['content', 'value', 'text', 'message', 'utterance', 'utt', 'body'];
const SPEAKERS = ['role', 'from', 'speaker', 'agent', 'author'];
const TURN_LABELS = new Set([
  ...[
    'emotion',
    'sentiment',
    'strategy',
    'label',
    'talktype',
    'intent',
    'act',
    'dialogact',
    'dialogueact',
    'behaviour',
  ],
  ...[
    'behavior',
    'technique',
    'skill',
    'clienttalktype',
    'maintherapistbehaviour',
    'emotiontype',
    'empathy',
    'reaction',
  ],
]);
/** Objects within a turn that hold its labels. */
const ANNOTATIONS = new Set(['annotation', 'annotations', 'labels', 'metadata']);
/** Lists beside a list of turns, as long as it, that name who says each. */
const SPEAKER_LISTS = ['speakers', 'speaker', 'roles', 'role', 'agents', 'authors'];
const LABEL_CHARS_MAX = 60;

/** A list, or the list that a cell of a table holds as JSON. */
export function turnsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !/^\s*\[\s*[{"]/.test(value)) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** Messages of a list of turns; `exchangeOf` gives those of a turn that is none by itself. */
export function fromTurns(list: unknown[], exchangeOf: (turn: Fields) => Message[]): Message[] {
  const messages: Message[] = [];
  for (const [i, turn] of list.entries()) {
    const role = i % 2 === 0 ? 'user' : 'assistant';
    if (typeof turn === 'string') {
      if (turn.trim() !== '') messages.push(...fromText(turn.trim(), role, 1));
    } else if (isFields(turn)) {
      const message = fromTurn(turn, role);
      if (message === null) messages.push(...exchangeOf(turn));
      else messages.push(message);
    }
  }
  settleSpeakers(messages);
  return withSystemAnswering(messages);
}

/** Whether a list is one talk: each entry has a text and a speaker of a known role, and both sides speak. */
export function areTurns(list: readonly unknown[]): boolean {
  const roles = list.map((turn) => {
    if (!isFields(turn)) return null;
    const { texts, speakers } = turnNames(turn);
    return firstTold(turn, texts) === '' ? null : knownRole(firstTold(turn, speakers));
  });
  return !roles.includes(null) && roles.includes('user') && roles.includes('assistant');
}

/** Where a user talks with `SYSTEM` and with nobody else, as in dialogues that book a table, the system is who answers. */
function withSystemAnswering(messages: Message[]): Message[] {
  const asked = messages.findIndex(({ role }) => role === 'user');
  const answers = (message: Message, i: number) => i > asked && message.role === 'system';
  if (asked === -1 || messages.some(({ role }) => role === 'assistant') || !messages.some(answers)) return messages;
  return messages.map((message, i) => (answers(message, i) ? { ...message, role: 'assistant' } : message));
}

/** One turn as a message, or null where it holds no text. */
function fromTurn(turn: Fields, role: Role): Message | null {
  const names = turnNames(turn);
  const content = firstTold(turn, names.texts);
  if (content === '') return null;
  const speaker = firstTold(turn, names.speakers);
  const message: Message = { role: speaker === '' ? role : (knownRole(speaker) ?? role), content };
  if (speaker !== '') message.speaker = speaker;
  if (names.mayLabel) {
    const labels = labelsOf(turn);
    if (Object.keys(labels).length > 0) message.labels = labels;
  }
  if (names.mayMark) {
    const annotations = spanAnnotations(turn, () => rawOf(turn), content);
    if (annotations) message.annotations = annotations;
  }
  return message;
}

/** The fields of a turn that may hold its text and its speaker, in the order in which they are asked. */
const turnNames = createByNames((names) => {
  const fields = new Map(names.map((name) => [plainName(name), name]));
  const plain = [...fields.keys()];
  return {
    texts: TURN_TEXTS.flatMap((name) => fields.get(name) ?? []),
    speakers: SPEAKERS.flatMap((name) => fields.get(name) ?? []),
    mayLabel: plain.some((name) => TURN_LABELS.has(name) || ANNOTATIONS.has(name)),
    mayMark: plain.some(mayHoldSpans),
  };
});

function firstTold(turn: Fields, names: readonly string[]): string {
  for (const name of names) {
    const told = textOfField(turn[name]);
    if (told !== '') return told;
  }
  return '';
}

/** The text of a turn as it stands in the source: offsets count from its first sign. */
const rawOf = (turn: Fields) =>
  TURN_TEXTS.map((name) => Object.entries(turn).find(([field]) => plainName(field) === name)?.[1]).find(
    (value) => textOfField(value) !== '',
  );

/** The labels of a turn: its own fields that are known for one, and those of the object that holds its annotations. */
function labelsOf(turn: Fields): Record<string, string> {
  let labels: Record<string, string> | undefined;
  const take = (fields: Fields, nested: boolean) => {
    for (const [field, value] of Object.entries(fields)) {
      const name = plainName(field);
      if (nested && ANNOTATIONS.has(name) && isFields(value)) take(value, false);
      if (!TURN_LABELS.has(name)) continue;
      const label = Array.isArray(value) ? scalar(value[0]) : scalar(value);
      if (label === '' || label.length > LABEL_CHARS_MAX) continue;
      labels ??= {};
      labels[name] = label;
    }
  };
  take(turn, true);
  return labels ?? NO_LABELS;
}

const NO_LABELS: Record<string, string> = {};

/** Turns that are texts, with what the lists beside them, one entry a turn, say of their speakers and labels. */
export function withBeside(turns: unknown[], record: Fields): unknown[] {
  if (turns.length < 2) return turns;
  const beside = Object.entries(record).flatMap(([name, value]) => {
    const plain = plainName(name);
    const as = SPEAKER_LISTS.includes(plain)
      ? 'speaker'
      : [plain, plain.replace(/s$/, '')].find((label) => TURN_LABELS.has(label));
    return as !== undefined && Array.isArray(value) && value.length === turns.length ? [{ as, value }] : [];
  });
  if (beside.length === 0) return turns;
  return turns.map((content, i) => ({
    content,
    ...Object.fromEntries(beside.map(({ as, value }) => [as, scalar(value[i])])),
  }));
}

const scalar = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '';

/** A string, or the text parts of a message that is a list of parts. */
export function textOfField(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (!Array.isArray(value)) return '';
  const parts = value.flatMap((part) => {
    const inner = typeof part === 'object' && part !== null && 'text' in part ? part.text : null;
    return typeof inner === 'string' ? [inner] : [];
  });
  return parts.join('\n').trim();
}
