import { createByNames } from './by-names.ts';
import { consentFactNamed } from './consent.ts';
import { PREFERENCE_FIELD } from './preference-pairs.ts';
import { plainName } from './roles.ts';

/** Field names, normalised to lower-case letters and digits, by the role they play in a record. */
const ID_FIELDS = ['id', 'recordid', 'conversationid', 'convid', 'uuid', 'qid', 'promptid'];
const GROUP_FIELDS = [
  'groupid',
  'conversationid',
  'dialogueid',
  'dialogid',
  'convid',
  'questionid',
  'sessionid',
  'subjectid',
  'patientid',
  'userid',
];
export const LABEL_FIELDS = [
  'topic',
  'label',
  'labels',
  'category',
  'emotion',
  'sentiment',
  'sectionheader',
  'strategy',
  'intent',
  'class',
  'issue',
  'risklevel',
  'problemtype',
  'emotiontype',
  'domain',
  'condition',
  'severity',
  'biastype',
  'outcome',
  'tag',
  'type',
  'appropriate',
  'helpful',
  'rating',
  'safety',
  PREFERENCE_FIELD,
];
const ATTRIBUTE_FIELDS = [
  'gender',
  'sex',
  'age',
  'agegroup',
  'agerange',
  'ethnicity',
  'race',
  'raceethnicity',
  'pronouns',
  'religion',
  'income',
  'culture',
  'culturalbackground',
  'sexualorientation',
  'disability',
  'socioeconomicstatus',
];
/** Objects within a record or its metadata that describe the person. */
const PERSON_FIELDS = ['participants', 'participant', 'demographics', 'subject'];
const SPLIT_FIELDS = ['split', 'subset', 'fold'];
const CONSENT_FIELDS = ['consent', 'consentstatus'];

type Fields = Record<string, unknown>;

export const FIELD_ROLES = ['text', 'label', 'attribute', 'id', 'group', 'split', 'consent'] as const;
export type FieldRole = (typeof FIELD_ROLES)[number];
/** Roles that one field of a record plays: the first of a list that is filled. */
export const FIRST_ROLES = ['id', 'group', 'split', 'consent'] as const;
type FirstRole = (typeof FIRST_ROLES)[number];
/** Fields that are known to play a role, by the source's names, in place of those the tables here know. */
export type ChosenFields = Partial<Record<FieldRole, readonly string[]>>;

const FIRST_FIELDS: Record<FirstRole, readonly string[]> = {
  id: ID_FIELDS,
  group: GROUP_FIELDS,
  split: SPLIT_FIELDS,
  consent: CONSENT_FIELDS,
};
const PAIR_GROUP_RANKS = ranksOf([...GROUP_FIELDS, ...ID_FIELDS]);
/** Longer values are texts, not labels. */
const LABEL_CHARS_MAX = 100;

/** What the name of a field alone decides. A rank is the place in the list of its role, NO_RANK where it is not in it. */
interface NameFacts {
  readonly id: number;
  readonly group: number;
  readonly split: number;
  readonly consent: number;
  readonly isLabel: boolean;
  readonly isAttribute: boolean;
  readonly saysConsent: boolean;
}
const NO_RANK = 2 ** 30 - 1;

export interface FieldsRead {
  readonly labels: Record<string, string>;
  readonly attributes: Record<string, string>;
  /** The field that plays each role, and what it says. */
  readonly first: Record<FirstRole, string | undefined>;
  readonly said: Record<FirstRole, string | undefined>;
  /** Some field is named as one that tells of consent. */
  readonly saysConsent: boolean;
}

/**
 * Reads the fields of a record in one pass: names are judged once for each choice of fields, and remembered.
 *
 * Scalar fields count: those of the person it tells of, of its metadata, its own; a later one stands for an earlier.
 */
export function readFields(fields: Fields, chosen: ChosenFields): FieldsRead {
  const read: Reading = {
    labels: {},
    attributes: {},
    first: { id: undefined, group: undefined, split: undefined, consent: undefined },
    said: { id: undefined, group: undefined, split: undefined, consent: undefined },
    ranks: { id: NO_RANK, group: NO_RANK, split: NO_RANK, consent: NO_RANK },
    saysConsent: false,
  };
  const { judge, judged } = judgesOf(chosen);
  const { playing, mayNest } = judged(fields);
  if (mayNest && NESTS.some((name) => isFields(fields[name]))) {
    // What stands in an object called labels is one, whatever its name.
    if (chosen.label === undefined && isFields(fields.labels)) {
      for (const [name, value] of addScalars(fields.labels, new Map())) if (isShort(value)) read.labels[name] = value;
    }
    for (const [name, value] of scalarsOf(fields)) readField(read, name, value, judge(name));
  } else
    for (const [name, facts] of playing) {
      const value = scalarOf(fields[name]);
      if (value !== undefined) readField(read, name, value, facts);
    }
  return read;
}

interface Reading extends FieldsRead {
  ranks: Record<FirstRole, number>;
  saysConsent: boolean;
}

function readField(read: Reading, name: string, value: string, facts: NameFacts | null): void {
  if (facts === null) return;
  read.saysConsent ||= facts.saysConsent;
  if (value === '') return;
  for (const role of FIRST_ROLES) {
    if (facts[role] >= read.ranks[role]) continue;
    read.ranks[role] = facts[role];
    read.first[role] = name;
    read.said[role] = value;
  }
  if (facts.isLabel && isShort(value)) read.labels[name] = value;
  if (facts.isAttribute && isShort(value)) read.attributes[name] = value;
}

/** All scalar fields as text. */
export function scalarsOf(fields: Fields): Map<string, string> {
  const all = new Map<string, string>();
  const { metadata } = fields;
  if (isFields(metadata)) for (const name of PERSON_FIELDS) addScalars(metadata[name], all);
  for (const name of PERSON_FIELDS) addScalars(fields[name], all);
  if (isFields(metadata)) addScalars(metadata, all);
  return addScalars(fields, all);
}

/** What joins the two records of a preference pair, where it has a field for it. */
export function pairGroupOf(fields: Fields): string | undefined {
  let found: string | undefined;
  let rank = NO_RANK;
  for (const [name, value] of addScalars(fields, new Map())) {
    const at = PAIR_GROUP_RANKS.get(plainName(name)) ?? NO_RANK;
    if (at < rank && value !== '') [rank, found] = [at, value];
  }
  return found;
}

/** Objects of a record whose fields count as its own. */
const NESTS = ['metadata', 'labels', ...PERSON_FIELDS];

/** Data that names its fields anew in every record must not fill the memory. */
const NAMES_KEPT_MAX = 5000;

interface Judges {
  /** What a name decides; null for one that plays no role. */
  judge: (name: string) => NameFacts | null;
  /** The fields of a record that play a role, by their names alone. */
  judged: (fields: Fields) => { playing: readonly [name: string, facts: NameFacts][]; mayNest: boolean };
}
const JUDGES = new WeakMap<ChosenFields, Judges>();

/** There is one choice of fields a file. */
function judgesOf(chosen: ChosenFields): Judges {
  const known = JUDGES.get(chosen);
  if (known !== undefined) return known;
  const judge = createJudge(chosen);
  const judged = createByNames((names) => ({
    playing: names.flatMap((name): [string, NameFacts][] => {
      const facts = judge(name);
      return facts === null ? [] : [[name, facts]];
    }),
    mayNest: names.some((name) => NESTS.includes(name)),
  }));
  const judges = { judge, judged };
  JUDGES.set(chosen, judges);
  return judges;
}

function createJudge(chosen: ChosenFields): Judges['judge'] {
  const ranks = (role: FirstRole) => ranksOf(chosen[role]?.map(plainName) ?? FIRST_FIELDS[role]);
  const [ids, groups, splits, consents] = [ranks('id'), ranks('group'), ranks('split'), ranks('consent')];
  const labels = new Set(chosen.label?.map(plainName) ?? LABEL_FIELDS);
  const attributes = new Set(chosen.attribute?.map(plainName) ?? ATTRIBUTE_FIELDS);
  const known = new Map<string, NameFacts | null>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const plain = plainName(name);
    const facts: NameFacts = {
      id: ids.get(plain) ?? NO_RANK,
      group: groups.get(plain) ?? NO_RANK,
      split: splits.get(plain) ?? NO_RANK,
      consent: consents.get(plain) ?? NO_RANK,
      isLabel: labels.has(plain),
      isAttribute: attributes.has(plain),
      saysConsent: consentFactNamed(name),
    };
    const plays =
      facts.isLabel ||
      facts.isAttribute ||
      facts.saysConsent ||
      Math.min(facts.id, facts.group, facts.split, facts.consent) < NO_RANK;
    if (known.size >= NAMES_KEPT_MAX) known.clear();
    known.set(name, plays ? facts : null);
    return plays ? facts : null;
  };
}

function addScalars(value: unknown, to: Map<string, string>): Map<string, string> {
  if (!isFields(value)) return to;
  for (const name of Object.keys(value)) {
    const scalar = scalarOf(value[name]);
    if (scalar !== undefined) to.set(name, scalar);
  }
  return to;
}

/** A scalar as text. A list of scalars counts by its first entry: the main one of several labels. */
function scalarOf(value: unknown): string | undefined {
  const scalar = Array.isArray(value) ? value[0] : value;
  if (typeof scalar === 'string') return scalar.trim();
  return typeof scalar === 'number' || typeof scalar === 'boolean' ? String(scalar) : undefined;
}

function ranksOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, rank) => [name, rank]));
}

const isShort = (value: string) => value !== '' && value.length <= LABEL_CHARS_MAX;
export const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
