import type { ColumnEvidence } from '../contracts/dataset.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { Message } from '../contracts/records.ts';
import type { ColumnRoles } from '../contracts/run.ts';
import { type ColumnFacts, measureColumns } from './column-facts.ts';
import { findConversations, POSITIONS, type RowConversations, spokenLetters } from './conversation-columns.ts';
import { type ChosenFields, LABEL_FIELDS } from './record-fields.ts';
import { knownRole, otherSide, plainName } from './roles.ts';
import { createRecordShaper } from './shapes.ts';
import { splitNamed } from './split-names.ts';

type Fields = Record<string, unknown>;

/** What the fields of a file are taken for, beyond what the names that every record is judged by say. */
export interface ColumnPlan {
  /** Fields whose text is what is said; null where the shapes of records tell. */
  text: readonly string[] | null;
  response: string | null;
  speaker: string | null;
  /** What the letters in the column of the speaker stand for; null where it holds words. */
  speakerWords: Readonly<Record<string, string>> | null;
  /** What tells which rows one after another are one conversation; null where every row stands alone. */
  conversation: RowConversations | null;
  /** Labels of the row that belong to its utterance, and not to the whole conversation. */
  utteranceLabels: readonly string[];
  chosen: ChosenFields;
  evidence: readonly Omit<ColumnEvidence, 'record_count'>[];
}

const SPEAKERS = [
  'speaker',
  'speakerid',
  'speakername',
  'speakerrole',
  'role',
  'from',
  'sender',
  'author',
  'participant',
  'interlocutor',
  'who',
];

/**
 * Judges the columns of the first rows of a file: what the request says goes first, then what their names say, then what
 * their values say. A role that nothing speaks for stays empty.
 *
 * By values: the text is the field with the longest texts (2 words or more on average, most of them different), where no
 * name tells of one; labels are fields of few short values (2 to 20, each in 5 rows or more on average), where no name
 * tells of one; the speaker is a field whose values are known roles; the split one whose values are names of splits.
 *
 * Errors: DatasetUnreadable where the request names a field that none of the rows has.
 */
export function inferColumns(
  rows: readonly Fields[],
  { given, isWholeFile }: { given: ColumnRoles | undefined; isWholeFile: boolean },
): ColumnPlan {
  const facts = measureColumns(rows);
  const evidence: Omit<ColumnEvidence, 'record_count'>[] = [];
  const note = (role: string, field: string, by: ColumnEvidence['by'], reason: string) => {
    evidence.push({ role, field, by, reason });
    return field;
  };
  const asked = (role: keyof ColumnRoles, as: string = role): string[] | null => {
    const names = given?.[role];
    if (names === undefined) return null;
    const list = typeof names === 'string' ? [names] : names;
    for (const name of list) {
      if (!facts.some((column) => column.name === name)) throw unknownField(role, name, facts);
      note(as, name, 'request', 'the request names it');
    }
    return list;
  };
  const named = (role: string, names: readonly string[]): string | null => {
    const found = names.flatMap((wanted) => facts.find(({ plain, filled }) => plain === wanted && filled > 0) ?? [])[0];
    return found ? note(role, found.name, 'name', 'a name that is known for it') : null;
  };

  const shaper = createRecordShaper();
  const counts = rows.map((row, index) => {
    const shaped = shaper.toRecords(row, { file: '', line: null, index });
    return 'reason' in shaped ? 0 : shaped.records.reduce((sum, { messages }) => sum + messages.length, 0);
  });
  const shareWith = (test: (messages: number) => boolean) => counts.filter(test).length / Math.max(1, rows.length);
  const texts = asked('text') ?? textByValues();
  const response = asked('response')?.[0] ?? null;
  const speaker = asked('speaker')?.[0] ?? speakerOf();
  const speakerWords = speaker === null ? null : spokenLetters(facts.find(({ name }) => name === speaker));
  const conversation = conversationOf();
  const taken = new Set([
    ...(texts ?? Object.keys(shaper.inference().text)),
    ...[response, speaker, conversation?.field, conversation?.position],
  ]);
  const labels = asked('label') ?? labelsByValues();
  const attributes = asked('group', 'attribute');
  const id = asked('id');
  const split = asked('split') ?? splitByValues();
  const chosen: ChosenFields = {
    ...(labels && { label: labels }),
    ...(attributes && { attribute: attributes }),
    ...(id && { id }),
    ...(split && { split }),
    ...(given?.conversation_id !== undefined && conversation?.field && { group: [conversation.field] }),
  };
  return {
    ...{ text: texts, response, speaker, speakerWords, conversation },
    ...{ utteranceLabels: varying(), chosen, evidence },
  };

  function textByValues(): string[] | null {
    const text = facts.find(({ plain, filled }) => TEXTS_WITH_CLASSES.includes(plain) && filled > 0);
    const classes = facts.find(({ plain }) => plain === 'response' || plain === 'reply');
    if (text && classes && isClasses(classes, rows.length))
      return [note('text', text.name, 'values', `what stands in ${classes.plain} beside it are classes, no answers`)];
    const best = facts
      .filter(({ lettered, words, distinct }) => lettered * 2 >= rows.length && words >= 2 && distinct * 2 >= lettered)
      .sort((a, b) => b.chars - a.chars)[0];
    if (!best) return shortTextByValues();
    if (shareWith((messages) => messages > 0) >= 0.5) {
      // What a name calls a text can be a value: `question: effect`, `body: 0`, `user: an address`.
      const used = facts.filter(({ name }) => name in shaper.inference().text);
      // A list of turns has no value of its own, and is none.
      const areValues =
        used.length > 0 &&
        used.every(
          ({ words, filled, distinct, texts: count }) => distinct > 0 && words * count < VALUE_WORDS_MAX * filled,
        );
      const longest = Math.max(0, ...used.map(({ chars }) => chars));
      if (!areValues || used.includes(best) || best.words < TEXT_WORDS_MIN || best.chars < LONGER_MIN * longest)
        return null;
    }
    return [note('text', best.name, 'values', `the longest texts: ${best.words.toFixed(1)} words on average`)];
  }

  /** Of rows in which nothing is a text, the words that differ most: a list of words with what each is labelled. */
  function shortTextByValues(): string[] | null {
    if (rows.length < LISTED_WORDS_MIN || shareWith((messages) => messages > 0) > 0) return null;
    const best = facts
      .filter(({ plain, lettered }) => lettered * 2 >= rows.length && !IDENTIFIES.test(plain))
      .sort((a, b) => b.distinct - a.distinct || b.chars - a.chars)[0];
    return best ? [note('text', best.name, 'values', 'no longer text stands beside these words')] : null;
  }

  function speakerOf(): string | null {
    const byName = named('speaker', SPEAKERS);
    if (byName !== null) return byName;
    const best = facts.find((column) => {
      const { filled, values } = column;
      if (filled * 5 < rows.length * 4 || values.size < 2 || values.size > 12) return false;
      return [...values.keys()].every((value) => knownRole(value) !== null) || spokenLetters(column) !== null;
    });
    return best ? note('speaker', best.name, 'values', 'its values are known roles') : null;
  }

  function conversationOf(): RowConversations | null {
    const field = asked('conversation_id')?.[0];
    if (field !== undefined) return { field, isPrefix: false, position: null };
    if (texts === null && shareWith((messages) => messages === 1) < 0.9) return null;
    const roleOf = (row: Fields) => {
      const name = speaker === null ? '' : String(row[speaker] ?? '');
      return knownRole(speakerWords?.[name.trim().toLowerCase()] ?? name);
    };
    const roles = speaker === null ? null : sidesOf(rows.map(roleOf));
    const found = findConversations(rows, { facts, roles, isWholeFile });
    if (found === null) return null;
    if (found.by.field !== null) note('conversation_id', found.by.field, 'name', found.reason);
    return found.by;
  }

  /** Of a few people those whom no table knows have the other side of whom it knows, as `settleSpeakers` gives it. */
  function sidesOf(roles: readonly (Message['role'] | null)[]): (Message['role'] | null)[] {
    const isCrowd = (facts.find(({ name }) => name === speaker)?.distinct ?? 0) > PEOPLE_MAX;
    const other = otherSide(new Set(roles));
    return isCrowd || other === null ? [...roles] : roles.map((role) => role ?? other);
  }

  /** Only of single texts: what stands beside a conversation in few values is as often how it was made. */
  function labelsByValues(): string[] | null {
    if (texts === null && shareWith((messages) => messages === 1) < 0.9) return null;
    if (rows.length < 20 || facts.some(({ plain, filled }) => LABEL_FIELDS.includes(plain) && filled > 0)) return null;
    const found = facts.filter(
      ({ name, plain, filled, values, words, numeric, charsMax, texts: count }) =>
        !taken.has(name) &&
        count > 0 &&
        filled * 5 >= rows.length * 4 &&
        // Of tables without a header row, in which no name can tell, classes are often numbers.
        (numeric * 2 < filled || (UNNAMED.test(name) && areClassNumbers(values))) &&
        values.size >= 2 &&
        values.size <= 20 &&
        values.size * 5 <= rows.length &&
        words <= 4 &&
        charsMax <= 60 &&
        !/(?:id|date|time|url|path|split|lang|language|source|version|model)$/.test(plain) &&
        ![...values.keys()].every((value) => splitNamed(value) !== null),
    );
    for (const { name, values } of found) note('label', name, 'values', `${values.size} values in ${rows.length} rows`);
    return found.length > 0 ? found.map(({ name }) => name) : null;
  }

  function splitByValues(): string[] | null {
    if (facts.some(({ plain, filled }) => ['split', 'subset', 'fold'].includes(plain) && filled > 0)) return null;
    const found = facts.find(
      ({ filled, values }) =>
        filled === rows.length && values.size > 0 && [...values.keys()].every((value) => splitNamed(value) !== null),
    );
    return found && found.values.size >= 2
      ? [note('split', found.name, 'values', 'its values are names of splits')]
      : null;
  }

  /**
   * Columns that say something of the utterance: labels, and any column of few short values, with more than one value
   * within a conversation.
   */
  function varying(): string[] {
    if (conversation === null) return [];
    const { field, isPrefix } = conversation;
    const conversationAt = (row: Fields) => (field === null || isPrefix ? '' : row[field]);
    const wanted = labels?.map(plainName) ?? LABEL_FIELDS;
    const columns = facts.filter(
      (column) =>
        !taken.has(column.name) && (wanted.includes(column.plain) || (labels === null && isAnnotation(column))),
    );
    const found = columns.flatMap(({ name }) => {
      const varies = rows.some((row, i) => {
        const next = rows[i + 1];
        return next !== undefined && conversationAt(row) === conversationAt(next) && row[name] !== next[name];
      });
      return varies ? [name] : [];
    });
    for (const name of found) {
      if (!evidence.some(({ field }) => field === name))
        note('label', name, 'values', 'few values, which vary within conversations');
    }
    return found;
  }
}

/** More in one column are no people of one talk. */
const PEOPLE_MAX = 12;
/** As tables without a header row have their columns named. */
const UNNAMED = /^column_\d+$/;
/** Whole numbers from 0 or 1 on, without a gap. */
const areClassNumbers = (values: ReadonlyMap<string, number>) =>
  [0, 1].some((from) => Array.from(values, (_, i) => String(from + i)).every((number) => values.has(number)));

/** Fewer rows are no list of words. */
const LISTED_WORDS_MIN = 5;
/** What stands in a column so named is no text, however many values it has. */
const IDENTIFIES = /(?:id|uuid|date|time|timestamp|url|uri|link|path|file|filename|email|phone|hash|key)$/;

const isAnnotation = ({ plain, values, distinct, numeric, filled, charsMax, words, texts }: ColumnFacts) =>
  texts > 0 &&
  distinct >= 2 &&
  distinct < filled &&
  distinct === values.size &&
  values.size <= 50 &&
  numeric * 2 < filled &&
  charsMax <= 60 &&
  words <= 4 &&
  !POSITIONS.includes(plain) &&
  !/(?:id|date|time|url|path|split|name|title)$/.test(plain);

/** `text` and `response` are a pair, unless the response is one of few words that come again: yes or no, agree or disagree. */
const TEXTS_WITH_CLASSES = ['text', 'message', 'post', 'utterance', 'statement'];
const isClasses = ({ values, words, charsMax, texts }: ColumnFacts, rowCount: number) =>
  texts > 0 && values.size >= 2 && values.size <= 20 && values.size * 5 <= rowCount && words <= 2 && charsMax <= 30;

/** Fewer words on average are values: a class, an address, a number. */
const VALUE_WORDS_MAX = 2;
const TEXT_WORDS_MIN = 4;
/** How much longer a text is than what a name takes for one, to be taken in its place. Our choice. */
const LONGER_MIN = 3;

function unknownField(role: string, field: string, facts: readonly ColumnFacts[]): PipelineError {
  const known = facts.slice(0, 20).map(({ name }) => (/^[\p{L}\p{N}_. -]{1,40}$/u.test(name) ? name : '(unprintable)'));
  return new PipelineError(
    'DatasetUnreadable',
    `columns.${role} names ${field}, which none of the first records has; their fields are ${known.join(', ')}`,
    { facts: { field: `columns.${role}`, fields: known } },
  );
}
