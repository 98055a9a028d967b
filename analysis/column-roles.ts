import type { ColumnEvidence } from '../contracts/dataset.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { ColumnRoles } from '../contracts/run.ts';
import { type ColumnFacts, measureColumns } from './column-facts.ts';
import { type ChosenFields, LABEL_FIELDS } from './record-fields.ts';
import { knownRole, plainName } from './roles.ts';
import { createRecordShaper } from './shapes.ts';

type Fields = Record<string, unknown>;

/** What the fields of a file are taken for, beyond what the names that every record is judged by say. */
export interface ColumnPlan {
  /** Fields whose text is what is said; null where the shapes of records tell. */
  text: readonly string[] | null;
  response: string | null;
  speaker: string | null;
  /** Rows one after another with the same value here are one conversation; null where every row stands alone. */
  conversation: string | null;
  /** A file whose rows are the turns of one conversation, such as a transcript: there is no id, and none is needed. */
  isOneConversation: boolean;
  /** Labels of the row that belong to its utterance, and not to the whole conversation. */
  utteranceLabels: readonly string[];
  chosen: ChosenFields;
  evidence: readonly Omit<ColumnEvidence, 'record_count'>[];
}

const CONVERSATIONS = [
  ...['conversationid', 'dialogueid', 'dialogid', 'convid', 'sessionid', 'threadid', 'chatid', 'callid'],
  ...[
    'transcriptid',
    'dialogueindex',
    'dialogindex',
    'conversationindex',
    'episodeid',
    'convoid',
    'conversation',
    'dialogue',
  ],
];
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
];
const POSITIONS = [
  ...[
    'utteranceid',
    'utteranceidx',
    'utteranceindex',
    'turn',
    'turnid',
    'turnindex',
    'turnnumber',
    'uttid',
    'messageid',
  ],
  ...['messageindex', 'sequence', 'seq', 'position', 'order', 'timestamp', 'time', 'line'],
];
const SPLIT_WORDS = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?)$/i;

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
  const conversation = asked('conversation_id')?.[0] ?? conversationOf();
  const isOneConversation = isWholeFile && conversation === null && isTranscript();
  const taken = new Set([...(texts ?? []), ...Object.keys(shaper.inference().text), response, speaker, conversation]);
  const labels = asked('label') ?? labelsByValues();
  const attributes = asked('group', 'attribute');
  const id = asked('id');
  const split = asked('split') ?? splitByValues();
  const chosen: ChosenFields = {
    ...(labels && { label: labels }),
    ...(attributes && { attribute: attributes }),
    ...(id && { id }),
    ...(split && { split }),
    ...(conversation && given?.conversation_id !== undefined && { group: [conversation] }),
  };
  return {
    ...{ text: texts, response, speaker, conversation, isOneConversation },
    ...{ utteranceLabels: varying(), chosen, evidence },
  };

  function textByValues(): string[] | null {
    if (shareWith((messages) => messages > 0) >= 0.5) return null;
    const best = facts
      .filter(({ texts: count, words, distinct }) => count * 2 >= rows.length && words >= 2 && distinct * 2 >= count)
      .sort((a, b) => b.chars - a.chars)[0];
    if (!best) return null;
    return [note('text', best.name, 'values', `the longest texts: ${best.words.toFixed(1)} words on average`)];
  }

  function speakerOf(): string | null {
    const byName = named('speaker', SPEAKERS);
    if (byName !== null) return byName;
    const best = facts.find(({ filled, values }) => {
      if (filled * 5 < rows.length * 4 || values.size < 2 || values.size > 12) return false;
      return [...values.keys()].every((value) => knownRole(value) !== null);
    });
    return best ? note('speaker', best.name, 'values', 'its values are known roles') : null;
  }

  /** Only where rows are single utterances, and those that follow each other do share an id. */
  function conversationOf(): string | null {
    const ordered = facts.some(({ plain }) => POSITIONS.includes(plain));
    if (texts === null && shareWith((messages) => messages === 1) < 0.9) return null;
    if (speaker === null && !ordered) return null;
    const found = CONVERSATIONS.flatMap((wanted) => facts.find(({ plain }) => plain === wanted) ?? []).find(
      ({ runs, filled, words }) => filled === rows.length && runs < filled && words <= 2,
    );
    if (!found) return null;
    const beside = speaker === null ? 'a position in the conversation' : 'a speaker';
    return note('conversation_id', found.name, 'name', `rows of one utterance share it, beside ${beside}`);
  }

  /** Single utterances of both sides by turns, and nothing that tells one row's conversation from another's. */
  function isTranscript(): boolean {
    if (speaker === null || rows.length < 2 || shareWith((messages) => messages === 1) < 0.9) return false;
    if (facts.some(({ plain, filled }) => filled > 0 && (CONVERSATIONS.includes(plain) || plain === 'id')))
      return false;
    const roles = rows.map((row) => knownRole(String(row[speaker] ?? '')));
    if (!roles.includes('user') || !roles.includes('assistant') || roles.includes(null)) return false;
    const changes = roles.filter((role, i) => i > 0 && role !== roles[i - 1]).length;
    return changes * 2 >= rows.length - 1;
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
        numeric * 2 < filled &&
        values.size >= 2 &&
        values.size <= 20 &&
        values.size * 5 <= rows.length &&
        words <= 4 &&
        charsMax <= 60 &&
        !/(?:id|date|time|url|path|split|lang|language|source|version|model)$/.test(plain) &&
        ![...values.keys()].every((value) => SPLIT_WORDS.test(value)),
    );
    for (const { name, values } of found) note('label', name, 'values', `${values.size} values in ${rows.length} rows`);
    return found.length > 0 ? found.map(({ name }) => name) : null;
  }

  function splitByValues(): string[] | null {
    if (facts.some(({ plain, filled }) => ['split', 'subset', 'fold'].includes(plain) && filled > 0)) return null;
    const found = facts.find(
      ({ filled, values }) =>
        filled === rows.length && values.size > 0 && [...values.keys()].every((value) => SPLIT_WORDS.test(value)),
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
    if (conversation === null && !isOneConversation) return [];
    const conversationAt = (row: Fields) => (conversation === null ? '' : row[conversation]);
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

function unknownField(role: string, field: string, facts: readonly ColumnFacts[]): PipelineError {
  const known = facts.slice(0, 20).map(({ name }) => (/^[\p{L}\p{N}_. -]{1,40}$/u.test(name) ? name : '(unprintable)'));
  return new PipelineError(
    'DatasetUnreadable',
    `columns.${role} names ${field}, which none of the first records has; their fields are ${known.join(', ')}`,
    { facts: { field: `columns.${role}`, fields: known } },
  );
}
