import type { ColumnFacts } from './column-facts.ts';

type Fields = Record<string, unknown>;

/** Which rows one after another are one conversation. */
export interface RowConversations {
  /** Rows with the same value here are one; null where the file is one conversation, or `position` parts them. */
  field: string | null;
  /** The value of `field` counts without the running number at its end: `s204_0`, `s204_1`. */
  isPrefix: boolean;
  /** A place in the conversation: where it falls, the next one begins. */
  position: string | null;
}

const CONVERSATIONS = [
  ...['conversationid', 'dialogueid', 'dialogid', 'convid', 'sessionid', 'threadid', 'chatid', 'callid'],
  ...['transcriptid', 'dialogueindex', 'dialogindex', 'conversationindex', 'episodeid', 'convoid'],
  ...['conversation', 'dialogue'],
];
const TURN_NUMBERS = [
  ...['utteranceid', 'utteranceidx', 'utteranceindex', 'turn', 'turnid', 'turnindex', 'turnnumber', 'uttid'],
  ...['messageid', 'messageindex', 'sequence', 'seq', 'position', 'order'],
];
const TIMES = ['timestamp', 'time', 'starttime', 'start', 'begin', 'onset', 'line'];
export const POSITIONS = [...TURN_NUMBERS, ...TIMES];
const IDS = ['id', 'uid', 'utteranceid', 'uttid', 'turnid', 'messageid'];

/** A prefix and the running number after it. */
const NUMBERED = /^(.*\D)(\d{1,6})$/;
/** Share of rows that follow their neighbour by one, within a prefix: some may have been left out. */
const FOLLOWING_MIN = 0.5;

/**
 * What joins rows of one utterance each, told by the first rows of a file: an id that those which follow each other
 * share; an id that ends in a running number; a number of the turn that begins anew; or nothing, where the whole file,
 * or one whose times only rise, is the talk of known speakers by turns. Null where every row stands alone.
 *
 * `roles`: of the speaker of each row, null for one no table knows; null where no column names speakers.
 */
export function findConversations(
  rows: readonly Fields[],
  {
    facts,
    roles,
    isWholeFile,
  }: { facts: readonly ColumnFacts[]; roles: readonly (string | null)[] | null; isWholeFile: boolean },
): { by: RowConversations; reason: string } | null {
  const named = (names: readonly string[]) =>
    names.flatMap((wanted) => facts.find(({ plain, filled }) => plain === wanted && filled > 0) ?? []);
  if (roles === null && named(POSITIONS).length === 0) return null;
  const shared = named(CONVERSATIONS).find(
    ({ runs, filled, words }) => filled === rows.length && runs < filled && words <= 2,
  );
  if (shared) {
    const beside = roles === null ? 'a position in the conversation' : 'a speaker';
    const reason = `rows of one utterance share it, beside ${beside}`;
    return { by: { field: shared.name, isPrefix: false, position: null }, reason };
  }
  if (roles === null || named(CONVERSATIONS).length > 0) return null;
  // Whatever its name, what each of several talks has an id of its own in is what the talks are told by.
  const inRuns = takeTurns(roles) ? facts.find((column) => isIdInRuns(column, rows.length)) : undefined;
  if (inRuns) {
    const reason = 'an id that rows one after another share, beside speakers who take turns';
    return { by: { field: inRuns.name, isPrefix: false, position: null }, reason };
  }
  const numbered = named(IDS).find(({ name }) => isNumbered(rows.map((row) => row[name])));
  // One prefix in all rows is the name of the file; then they are one talk only where both sides speak by turns.
  const isOne = numbered && new Set(rows.map((row) => conversationIn(row[numbered.name], true))).size === 1;
  if (numbered && (!isOne || (isWholeFile && takeTurns(roles)))) {
    const reason = 'it ends in the running number of the utterance, beside a speaker';
    return { by: { field: numbered.name, isPrefix: true, position: null }, reason };
  }
  if (named(['id']).length > 0 || !takeTurns(roles)) return null;
  const falling = named(TURN_NUMBERS).find(({ name }) => begins(rows.map((row) => placeOf(row[name]))));
  if (falling) return { by: { field: null, isPrefix: false, position: falling.name }, reason: '' };
  if (isWholeFile) return { by: { field: null, isPrefix: false, position: null }, reason: '' };
  const rising = named(POSITIONS).find(({ name }) => rises(rows.map((row) => placeOf(row[name]))));
  return rising ? { by: { field: null, isPrefix: false, position: rising.name }, reason: '' } : null;
}

const isIdInRuns = ({ plain, filled, runs, distinct, words }: ColumnFacts, rowCount: number) =>
  /(?:id|no|number)$/.test(plain) &&
  filled === rowCount &&
  distinct > 1 &&
  runs === distinct &&
  runs * 2 <= filled &&
  words <= 1;

/** Both sides speak, by turns in at least half of the rows, and nobody whom no table knows. */
function takeTurns(roles: readonly (string | null)[]): boolean {
  if (roles.length < 2 || !roles.includes('user') || !roles.includes('assistant') || roles.includes(null)) return false;
  const changes = roles.filter((role, i) => i > 0 && role !== roles[i - 1]).length;
  return changes * 2 >= roles.length - 1;
}

/** Values such as `204_0`, `204_1`: the number goes up by one from row to row as long as what stands before it is the same. */
function isNumbered(values: readonly unknown[]): boolean {
  const parts = values.map((value) => NUMBERED.exec(String(value ?? '').trim()));
  if (values.length < 2 || parts.some((part) => part === null)) return false;
  let [same, following] = [0, 0];
  for (const [i, part] of parts.entries()) {
    const before = parts[i - 1];
    if (!before || part?.[1] !== before[1]) continue;
    same += 1;
    if (Number(part?.[2]) <= Number(before[2])) return false;
    if (Number(part?.[2]) === Number(before[2]) + 1) following += 1;
  }
  return same * 2 >= values.length && following >= FOLLOWING_MIN * same;
}

/** Numbers that go up within a conversation of two turns or more on average, and begin anew with the next. */
function begins(places: readonly (number | null)[]): boolean {
  const falls = places.filter((place, i) => i > 0 && place !== null && place <= (places[i - 1] ?? 0)).length;
  return falls > 0 && falls * 2 <= places.length && !places.includes(null);
}

const rises = (places: readonly (number | null)[]) =>
  places.length > 1 && places.every((place, i) => place !== null && (i === 0 || place >= (places[i - 1] ?? 0)));

/** A number, or a time of day or of a recording: 1:02:03.5. Null for anything else. */
export function placeOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  const text = String(value ?? '').trim();
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (!/^\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d+)?$/.test(text)) return null;
  return text.split(':').reduce((sum, part) => 60 * sum + Number(part.replace(',', '.')), 0);
}

/** The id of a row's conversation, without the running number at its end where that counts utterances. */
export function conversationIn(value: unknown, isPrefix: boolean): string {
  const id = String(value ?? '').trim();
  return isPrefix ? (NUMBERED.exec(id)?.[1]?.replace(/[\s_\-.:#]{1,5}$/, '') ?? id) : id;
}

/** Letters, and the directions of a message, stand for speakers only side by side. */
const LETTERS: readonly Readonly<Record<string, string>>[] = [
  { t: 'therapist', c: 'client' },
  { t: 'therapist', p: 'patient' },
  { d: 'doctor', p: 'patient' },
  { in: 'user', out: 'assistant' },
  { inbound: 'user', outbound: 'assistant' },
  { incoming: 'user', outgoing: 'assistant' },
];

/** The words that the letters or directions in a column of speakers stand for, where it holds two that are known for it; else null. */
export function spokenLetters(column: ColumnFacts | undefined): Readonly<Record<string, string>> | null {
  const values = new Set([...(column?.values.keys() ?? [])].map((value) => value.toLowerCase()));
  if (values.size !== 2) return null;
  return LETTERS.find((letters) => Object.keys(letters).every((letter) => values.has(letter))) ?? null;
}
