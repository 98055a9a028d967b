import { type Dice, say, type Turn } from './layouts.ts';
import { ASSESSMENTS, CRISIS, DOCTOR_TALK, NOTES, PLANS, REFERENCE, SESSION_NOTES } from './text-clinical.ts';
import * as languages from './text-languages.ts';
import { BIAS, CULTURE, FOREIGN, GROUPS, IDENTITY, LANGUAGES, MODEL_REPLIES, NAMES, THERAPY_ZH } from './text-other.ts';
import * as people from './text-people.ts';
import { FAMILY, GROUP, OTHER_SCHOOLS, SCHOOLS } from './text-therapy.ts';
import { MORE_ADVICE, MORE_CHAT, MORE_DOCTOR, MORE_THERAPY } from './text-tongues.ts';

type Pairs = readonly (readonly [string, string])[];

export const seeker = (dice: Dice) => say(dice, dice.pick(people.SEEKER[dice.pick(Object.keys(people.SEEKER))] ?? []));
const from = (dice: Dice, list: readonly string[]) => say(dice, dice.pick(list));
const several = (dice: Dice, list: readonly string[], least: number, more: number) =>
  Array.from({ length: least + dice.below(more + 1) }, () => from(dice, list)).join(' ');

function talk(turnCount: number, make: (i: number) => [string, string], names: readonly [string, string]): Turn[] {
  return Array.from({ length: turnCount }, (_, i) => make(i)).flatMap(([first, second]): Turn[] => [
    { who: names[0], text: first },
    { who: names[1], text: second },
  ]);
}
const ofPairs = (dice: Dice, pairs: Pairs, names: readonly [string, string], most = 8) =>
  talk(
    2 + dice.below(most),
    () => {
      const [a, b] = dice.pick(pairs);
      return [say(dice, a), say(dice, b)];
    },
    names,
  );

const THERAPY_NAMES = [
  ['client', 'therapist'],
  ['Client', 'Counselor'],
  ['Patient', 'Therapist'],
  ['user', 'psychologist'],
  ['Client', 'Therapist'],
  ['C', 'T'],
  ['P', 'T'],
  ['person', 'helper'],
] as const;
const CHAT_NAMES = [
  ['user', 'assistant'],
  ['Speaker 1', 'Speaker 2'],
  ['A', 'B'],
  ['agent_1', 'agent_2'],
  ['Ann', 'Bob'],
  ['human', 'gpt'],
] as const;

/** A therapy in which a given share of the therapist's lines are of one school. */
export function schoolTalk(
  dice: Dice,
  schoolLines: readonly string[],
  share = 0.6,
  names: readonly [string, string] = dice.pick(THERAPY_NAMES),
): Turn[] {
  return talk(
    3 + dice.below(9),
    (i) => [
      i === 0 ? `${seeker(dice)} ${seeker(dice)}` : dice.chance(0.5) ? from(dice, people.SEEKER_MORE) : seeker(dice),
      dice.chance(share) ? from(dice, schoolLines) : from(dice, dice.chance(0.7) ? people.THERAPIST : people.EMPATHIC),
    ],
    names,
  );
}
export const school = (dice: Dice, name: string) => schoolTalk(dice, SCHOOLS[name] ?? []);
export const otherSchool = (dice: Dice) => schoolTalk(dice, OTHER_SCHOOLS, 0.5);
export const counselling = (dice: Dice, names: readonly [string, string] = dice.pick(THERAPY_NAMES)) =>
  schoolTalk(dice, people.THERAPIST, 0.5, names);
export const therapyZh = (dice: Dice) =>
  ofPairs(
    dice,
    THERAPY_ZH,
    dice.pick([
      ['client', 'therapist'],
      ['来访者', '咨询师'],
      ['求助者', '支持者'],
      ['user', 'assistant'],
    ] as const),
  );
export const crowd = (dice: Dice, lines: Pairs): Turn[] =>
  Array.from({ length: 6 + dice.below(12) }, () => {
    const [who, text] = dice.pick(lines);
    return { who, text: say(dice, text) };
  });
export const family = (dice: Dice) => crowd(dice, FAMILY);
export const group = (dice: Dice) => crowd(dice, GROUP);

export const empathic = (dice: Dice, names: readonly [string, string] = dice.pick(CHAT_NAMES)) =>
  talk(
    1 + dice.below(3),
    (i) => [
      i === 0
        ? from(dice, dice.chance(0.7) ? people.EMOTION_STORIES : (people.SEEKER.grief ?? []))
        : from(dice, people.SEEKER_MORE),
      from(dice, people.EMPATHIC),
    ],
    names,
  );
export const support = (dice: Dice) =>
  talk(
    4 + dice.below(8),
    (i) => [
      i === 0 || dice.chance(0.4) ? seeker(dice) : from(dice, people.SEEKER_MORE),
      from(dice, dice.chance(0.6) ? people.SUPPORTER : people.EMPATHIC),
    ],
    dice.pick([
      ['seeker', 'supporter'],
      ['usr', 'sys'],
      ['Help-seeker', 'Helper'],
      ['venter', 'listener'],
    ] as const),
  );
export const supportive = (dice: Dice) =>
  talk(
    2 + dice.below(5),
    () => [
      dice.chance(0.6) ? seeker(dice) : from(dice, people.SEEKER_MORE),
      from(dice, dice.pick([people.EMPATHIC, people.THERAPIST, people.SUPPORTER])),
    ],
    dice.pick([
      ['user', 'assistant'],
      ['user', 'bot'],
      ['human', 'gpt'],
    ] as const),
  );
export const service = (dice: Dice) =>
  ofPairs(
    dice,
    people.SERVICE,
    dice.pick([
      ['customer', 'agent'],
      ['user', 'support'],
      ['visitor', 'volunteer'],
    ] as const),
    3,
  );
export const smallTalk = (dice: Dice, names: readonly [string, string] = dice.pick(CHAT_NAMES)) =>
  ofPairs(dice, people.SMALL_TALK, names);
export const crisis = (
  dice: Dice,
  names: readonly [string, string] = dice.pick([
    ['caller', 'counselor'],
    ['texter', 'crisis counselor'],
    ['user', 'operator'],
    ['Patient', 'Clinician'],
  ] as const),
) => ofPairs(dice, CRISIS, names, 5);
export const doctor = (dice: Dice) =>
  ofPairs(
    dice,
    DOCTOR_TALK,
    dice.pick([
      ['Doctor', 'Patient'],
      ['doctor', 'patient'],
      ['physician', 'patient'],
      ['Dr', 'Pt'],
    ] as const),
  );

export const post = (dice: Dice) =>
  `${dice.chance(0.5) ? `${from(dice, people.POST_OPENERS)} ` : ''}${Array.from({ length: 1 + dice.below(4) }, () => seeker(dice)).join(' ')} ${dice.chance(0.4) ? from(dice, people.POST_OPENERS) : ''}`.trim();
export const peerReply = (dice: Dice) => several(dice, people.PEER, 1, 2);
export const advice = (dice: Dice) => several(dice, people.ADVICE, 1, 1);
export const story = (dice: Dice) => from(dice, people.EMOTION_STORIES);
export const comment = (dice: Dice) =>
  from(dice, dice.pick([people.EMOTION_STORIES, people.PEER, people.EMPATHIC, people.SMALL_TALK.map(([, b]) => b)]));
export const note = (dice: Dice) =>
  Object.entries(NOTES)
    .filter(() => dice.chance(0.75))
    .map(([head, texts]) => `${dice.chance(0.5) ? head.toUpperCase() : head}: ${from(dice, texts)}`)
    .join('\n') || from(dice, NOTES.Plan ?? []);
export const noteProse = (dice: Dice) => several(dice, Object.values(NOTES).flat(), 2, 2);
export const sessionNote = (dice: Dice) => several(dice, SESSION_NOTES, 1, 1);
export const assessment = (dice: Dice) => several(dice, ASSESSMENTS, 1, 1);
export const plan = (dice: Dice) => several(dice, PLANS, 1, 1);
export const reference = (dice: Dice): [string, string] => {
  const [q, a] = dice.pick(REFERENCE);
  return [say(dice, q), `${say(dice, a)} ${dice.pick(REFERENCE)[1]}`];
};
export const crisisPost = (dice: Dice) =>
  `${dice.pick(CRISIS)[0].replaceAll(/\{([^|}]*)[^}]*\}/g, '$1')} ${seeker(dice)}`;
export const modelReply = (dice: Dice) => from(dice, MODEL_REPLIES);
export const culture = (dice: Dice) => several(dice, CULTURE, 1, 1);
export const foreign = (dice: Dice) => several(dice, FOREIGN, 1, 3);

export const bias = (dice: Dice): [string, string, string] => {
  const template = from(dice, BIAS);
  const first = dice.pick(GROUPS);
  const others = GROUPS.filter((name) => name !== first);
  const second = dice.pick(others);
  return [template.replace('{GROUP}', first), template.replace('{GROUP}', second), first];
};
const digits = (dice: Dice, count: number) => Array.from({ length: count }, () => dice.below(10)).join('');
export function identity(dice: Dice, masked = false): string {
  const value: Record<string, () => string> = {
    NAME: () => dice.pick(NAMES),
    CARD: () => digits(dice, 16),
    PHONE: () => `+44 20 ${digits(dice, 4)} ${digits(dice, 4)}`,
    EMAIL: () => `m${digits(dice, 3)}@example.org`,
    STREET: () => `${digits(dice, 3)} Alder Street`,
    CITY: () => dice.pick(['Turin', 'Leeds', 'Quito', 'Osaka']),
    DATE: () => `${1 + dice.below(28)} May ${1950 + dice.below(60)}`,
    IBAN: () => `DE${digits(dice, 20)}`,
  };
  return from(dice, IDENTITY).replaceAll(/\{([A-Z]+)\}/g, (_all, kind: string) =>
    masked ? `[${kind}]` : (value[kind]?.() ?? ''),
  );
}
export function foreignTongue(dice: Dice, language: string): Turn[] {
  return ofPairs(dice, LANGUAGES[language] ?? [], dice.pick(CHAT_NAMES), 3);
}
/** The languages in which there are lines of a kind. */
export const tonguesOf = (kind: keyof typeof IN_LANGUAGES) => Object.keys(IN_LANGUAGES[kind]);
const IN_LANGUAGES = {
  therapy: { ...languages.THERAPY, ...MORE_THERAPY },
  advice: { ...languages.ADVICE, ...MORE_ADVICE },
  doctor: { ...languages.DOCTOR, ...MORE_DOCTOR },
  chat: { ...languages.CHAT, ...MORE_CHAT },
} satisfies Record<string, Readonly<Record<string, Pairs>>>;
export const talkIn = (
  dice: Dice,
  { kind, language, names }: { kind: keyof typeof IN_LANGUAGES; language: string; names: readonly [string, string] },
) => ofPairs(dice, (IN_LANGUAGES[kind] as Readonly<Record<string, Pairs>>)[language] ?? [], names, 5);
export const exam = (dice: Dice): { question: string; answer: string; reason: string } => {
  const [question, answer, reason] = dice.pick(languages.EXAM);
  return { question: say(dice, question), answer: say(dice, answer), reason };
};
export const generalKnowledge = (dice: Dice) => dice.pick(languages.GENERAL_KNOWLEDGE);
export const changeTalk = (dice: Dice) =>
  ofPairs(
    dice,
    languages.CHANGE_TALK,
    dice.pick([
      ['client', 'therapist'],
      ['Client', 'Counselor'],
      ['Patient', 'Clinician'],
      ['client', 'interviewer'],
    ] as const),
  );
export const LANGUAGE_CODES = Object.keys(LANGUAGES);

/** A text with a few words changed, as augmentation does. */
export function varied(dice: Dice, text: string): string {
  const words = text.split(' ');
  const kinds = ['swap', 'drop', 'word'];
  for (let i = 0; i < 1 + words.length / 12; i++) {
    const at = dice.below(words.length);
    const kind = dice.pick(kinds);
    if (kind === 'drop' && words.length > 6) words.splice(at, 1);
    else if (kind === 'swap' && at > 0) [words[at - 1], words[at]] = [words[at] ?? '', words[at - 1] ?? ''];
    else words[at] = dice.pick(['really', 'very', 'quite', 'nearly', 'somewhat']);
  }
  return words.join(' ');
}
