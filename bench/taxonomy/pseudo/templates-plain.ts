import * as make from './content.ts';
import { type Dice, say, type Turn } from './layouts.ts';
import { either, none, rows, session, type Template, talks } from './template-parts.ts';
import { CARD_NOTES, CARD_SKILLS, PLAIN_ASSESSMENT, PLAIN_FAMILY, PLAIN_GROUP, PLAIN_SCHOOLS } from './text-plain.ts';

type Lines = readonly (readonly [string, string])[];

const inTurn = (dice: Dice, lines: Lines, names: readonly [string, string], least = 3): Turn[] =>
  Array.from({ length: least + dice.below(6) }, () => dice.pick(lines)).flatMap(([first, second]) => [
    { who: names[0], text: say(dice, first) },
    { who: names[1], text: say(dice, second) },
  ]);
/** Lines of several people; `called` says under which names each part may speak. */
const together = (dice: Dice, lines: Lines, called: Readonly<Record<string, readonly string[]>>): Turn[] =>
  Array.from({ length: 7 + dice.below(10) }, () => {
    const [part, text] = dice.pick(lines);
    return { who: dice.pick(called[part] ?? [part]), text: say(dice, text) };
  });

const NAMED_BY_PART = [
  ['client', 'therapist'],
  ['Patient', 'Therapist'],
  ['C', 'T'],
  ['来访者', '咨询师'],
  ['Client', 'Psychologist'],
] as const;
const FAMILIES: readonly Readonly<Record<string, readonly string[]>>[] = [
  { therapist: ['Therapist'], partner: ['Wife', 'Husband'], parent: ['Mother', 'Father'], child: ['Son', 'Daughter'] },
  { therapist: ['therapist'], partner: ['Partner A', 'Partner B'], parent: ['Mum', 'Dad'], child: ['teen'] },
  { therapist: ['Counselor'], partner: ['husband', 'wife'], parent: ['Parent'], child: ['Child'] },
];
const GROUPS: readonly Readonly<Record<string, readonly string[]>>[] = [
  { leader: ['Leader'], member: ['Member 1', 'Member 2', 'Member 3', 'Member 4'] },
  { leader: ['Therapist'], member: ['Nia', 'Paul', 'Rosa', 'Tariq', 'June'] },
  { leader: ['Facilitator'], member: ['P1', 'P2', 'P3', 'P4', 'P5'] },
];
const SPOKEN = ['named', 'transcript', 'utterances'] as const;
const SCHOOL_VALUES: Readonly<Record<string, readonly string[]>> = {
  cognitive_behavioral_therapy: ['CBT', 'Cognitive Behavioral Therapy', 'cognitive'],
  dialectical_behavior_therapy: ['DBT', 'Dialectical Behavior Therapy', 'dialectical'],
  psychodynamic_therapy: ['Psychodynamic Therapy', 'psychoanalytic', 'psychodynamic'],
  humanistic_therapy: ['Person-Centered Therapy', 'humanistic', 'Humanistic Therapy'],
};

/** Kinds that show little of what they are in their words. */
export const PLAIN_TEMPLATES: readonly Template[] = [
  ...Object.entries(PLAIN_SCHOOLS).map(
    ([name, lines]): Template => ({
      name: `${name} in plain words`,
      category: 'therapeutic',
      // Nobody could name the school by such words.
      right: [],
      open: [name, 'humanistic_therapy'],
      draw: (dice) => {
        const names = dice.pick(NAMED_BY_PART);
        return talks((d) => inTurn(d, lines, names), session, SPOKEN)(dice);
      },
    }),
  ),
  {
    name: 'sessions whose field names the school',
    category: 'therapeutic',
    right: [],
    open: Object.keys(PLAIN_SCHOOLS),
    draw: (dice) => {
      const names = dice.pick(NAMED_BY_PART);
      const field = dice.pick(['psychotherapy', 'therapy', 'approach', 'orientation', 'school_of_therapy']);
      return talks(
        (d) => inTurn(d, PLAIN_SCHOOLS[d.pick(Object.keys(PLAIN_SCHOOLS))] ?? [], names),
        () => (d) => ({ [field]: d.pick(d.pick(Object.values(SCHOOL_VALUES))), topic: d.pick(['work', 'family']) }),
        SPOKEN,
      )(dice);
    },
  },
  ...Object.entries(SCHOOL_VALUES).map(
    ([name, values]): Template => ({
      name: `${name} by its field`,
      category: 'therapeutic',
      right: [name],
      open: ['humanistic_therapy'].filter((other) => other !== name),
      draw: (dice) => {
        const field = dice.pick(['psychotherapy', 'therapy_type', 'approach', 'treatment_modality', 'technique']);
        const value = dice.pick(values);
        return talks(
          (d) => make.counselling(d, ['client', 'therapist']),
          () => () => ({ [field]: value }),
          SPOKEN,
        )(dice);
      },
    }),
  ),
  {
    name: 'cards of a skills group',
    category: 'therapeutic',
    right: ['dialectical_behavior_therapy'],
    draw: (dice) => {
      const [urge, skill] = dice.pick([
        ['urge', 'skill_used'],
        ['urge_rating', 'dbt_skill'],
        ['urges', 'skills'],
      ] as const);
      const noted = dice.pick(['text', 'description', 'content']);
      return rows((d, i) => ({
        date: `2024-03-${1 + (i % 28)}`,
        emotion: d.pick(['shame', 'anger', 'sadness', 'fear']),
        [urge]: d.below(6),
        [skill]: d.pick(CARD_SKILLS),
        [noted]: say(d, d.pick(CARD_NOTES)),
      }))();
    },
  },
  {
    name: 'couples and families in plain words',
    category: 'therapeutic',
    right: ['family_therapy'],
    draw: (dice) => {
      const called = dice.pick(FAMILIES);
      const lines = dice.chance(0.5)
        ? PLAIN_FAMILY.filter(([part]) => part === 'therapist' || part === 'partner')
        : PLAIN_FAMILY;
      return talks((d) => together(d, lines, called), session, SPOKEN)(dice);
    },
  },
  {
    name: 'groups in plain words',
    category: 'therapeutic',
    right: ['group_therapy'],
    draw: (dice) => {
      const called = dice.pick(GROUPS);
      return talks((d) => together(d, PLAIN_GROUP, called), session, SPOKEN)(dice);
    },
  },
  {
    name: 'interviews that assess, in plain words',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['mental_health_records', 'therapy_sessions'],
    draw: (dice) => {
      const language = dice.chance(0.4) ? 'en' : dice.pick(Object.keys(PLAIN_ASSESSMENT));
      const names = dice.pick([
        ['Interviewer', 'Participant'],
        ['Doctor', 'Patient'],
        ['clinician', 'client'],
        ['A', 'B'],
      ] as const);
      const columns = either(
        none,
        (_d, i) => ({ participant_id: 300 + i }),
        (d) => ({ phq_score: d.below(24) }),
      );
      return talks((d) => inTurn(d, PLAIN_ASSESSMENT[language] ?? [], names), columns, SPOKEN)(dice);
    },
  },
];
