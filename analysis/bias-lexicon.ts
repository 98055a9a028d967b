import type { BIAS_DIMENSIONS } from '../contracts/dataset.ts';

export type Dimension = (typeof BIAS_DIMENSIONS)[number];

/** Words that mention a group, at word boundaries, in English. Mentions are counted; nobody's identity is inferred. */
export const MENTIONS: Record<Dimension, Record<string, readonly string[]>> = {
  gender: {
    female: [
      ...['she', 'her', 'hers', 'woman', 'women', 'girl', 'girls', 'wife', 'mother', 'mom', 'sister', 'daughter'],
      ...['girlfriend', 'female'],
    ],
    male: [
      ...['he', 'him', 'his', 'man', 'men', 'boy', 'boys', 'husband', 'father', 'dad', 'brother', 'son'],
      ...['boyfriend', 'male'],
    ],
    nonbinary: ['nonbinary', 'non-binary', 'genderqueer', 'genderfluid', 'they/them'],
  },
  age: {
    young: ['teenager', 'teen', 'teenage', 'adolescent', 'high school', 'college student', 'young adult'],
    middle: ['middle-aged', 'middle aged', 'midlife', 'in my forties', 'in my fifties'],
    senior: ['elderly', 'senior citizen', 'retired', 'retirement', 'grandmother', 'grandfather', 'nursing home'],
  },
  ethnicity: {
    white: ['white people', 'white man', 'white woman', 'caucasian'],
    black: ['black people', 'black man', 'black woman', 'african american', 'african-american'],
    hispanic: ['hispanic', 'latino', 'latina', 'latinx', 'mexican'],
    asian: ['asian', 'chinese', 'japanese', 'korean', 'vietnamese', 'indian', 'filipino'],
    other: ['native american', 'indigenous', 'middle eastern', 'arab', 'pacific islander'],
  },
  religion: {
    christian: ['christian', 'church', 'catholic', 'jesus', 'bible', 'mormon'],
    muslim: ['muslim', 'islam', 'mosque', 'quran'],
    jewish: ['jewish', 'judaism', 'synagogue'],
    other: ['hindu', 'buddhist', 'sikh', 'atheist'],
  },
  sexual_orientation: {
    heterosexual: ['heterosexual', 'straight man', 'straight woman'],
    homosexual: ['gay', 'lesbian', 'homosexual'],
    bisexual: ['bisexual', 'pansexual'],
  },
  disability: {
    physical: ['wheelchair', 'blind', 'deaf', 'disabled', 'disability'],
    cognitive: ['autism', 'autistic', 'dyslexia', 'learning disability', 'adhd'],
  },
  socioeconomic: {
    low: ['poverty', 'homeless', 'food stamps', 'unemployed', "can't afford", 'cannot afford', 'paycheck to paycheck'],
    middle: ['middle class', 'middle-class'],
    high: ['wealthy', 'rich family', 'upper class', 'privileged'],
  },
};

/** Record attributes that say the dimension outright, by their names as letters and digits. */
const ATTRIBUTES = new Map<string, Dimension>([
  ['gender', 'gender'],
  ['sex', 'gender'],
  ['pronouns', 'gender'],
  ['age', 'age'],
  ['agegroup', 'age'],
  ['agerange', 'age'],
  ['ethnicity', 'ethnicity'],
  ['race', 'ethnicity'],
  ['raceethnicity', 'ethnicity'],
  ['religion', 'religion'],
  ['sexualorientation', 'sexual_orientation'],
  ['disability', 'disability'],
  ['income', 'socioeconomic'],
  ['socioeconomicstatus', 'socioeconomic'],
]);

const GENDERS: readonly [group: string, value: RegExp][] = [
  ['nonbinary', /^(?:nb|enby|non-?\s?binary|gender-?(?:queer|fluid)|they(?:\/.*)?)$/],
  ['female', /^(?:f|w|female|woman|girl|she(?:\/.*)?)$/],
  ['male', /^(?:m|male|man|boy|he(?:\/.*)?)$/],
];
/** Ages at which a group begins: our choice, after the seed's three groups. A range counts by its lower end. */
const AGE_MIDDLE = 30;
const AGE_SENIOR = 60;
const GROUP_CHARS_MAX = 40;

/** The dimension and group that an attribute of a record names; null where it is no demographic one, or says nothing. */
export function groupOf(name: string, value: string): { dimension: Dimension; group: string } | null {
  const dimension = ATTRIBUTES.get(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  const given = value.trim().toLowerCase();
  if (dimension === undefined || /^(?:|unknown|n\/?a|none|null|prefer not to say|-)$/.test(given)) return null;
  if (dimension === 'gender') {
    const known = GENDERS.find(([, pattern]) => pattern.test(given));
    if (known) return { dimension, group: known[0] };
  }
  const years = dimension === 'age' ? /^\D{0,3}(\d{1,3})(?!\d)/.exec(given)?.[1] : undefined;
  if (years !== undefined) {
    const age = Number(years);
    return { dimension, group: age < AGE_MIDDLE ? 'young' : age < AGE_SENIOR ? 'middle' : 'senior' };
  }
  return { dimension, group: given.length > GROUP_CHARS_MAX ? 'other' : given };
}
