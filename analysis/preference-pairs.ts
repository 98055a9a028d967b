import { plainName } from './roles.ts';

type Fields = Record<string, unknown>;

/** Pairs of fields that hold the better and the worse of two texts. */
const PAIRS: [better: string, worse: string][] = [
  ['chosen', 'rejected'],
  ['preferred', 'rejected'],
  ['sentless', 'sentmore'],
];

/** Names, as `plainName` makes them, without one of which a record holds no pair. */
export const PREFERENCE_NAMES: readonly string[] = PAIRS.map(([, worse]) => worse);

/** The label that says which of the two a record is. */
export const PREFERENCE_FIELD = 'preference';
export const PREFERENCE_VALUES = { better: 'chosen', worse: 'rejected' } as const;

/**
 * A value that holds a better and a worse text becomes two records' worth of fields, told apart by a label and joined by
 * their group: both texts then go through every later stage (masking above all) like any other. Null where it holds none.
 *
 * `sentless` and `sentmore` are the less and the more stereotyped of two sentences (CrowS-Pairs, Nangia et al., 2020).
 */
export function splitPreferencePair(value: Fields, group: () => string): [Fields, Fields] | null {
  const named = new Map(Object.keys(value).map((name) => [plainName(name), name]));
  for (const [better, worse] of PAIRS) {
    const [betterName, worseName] = [named.get(better), named.get(worse)];
    if (betterName === undefined || worseName === undefined) continue;
    const { [betterName]: first, [worseName]: second, ...rest } = value;
    if (!isText(first) || !isText(second)) continue;
    const shared = group();
    const prompted = ['prompt', 'question', 'instruction', 'input'].some((name) => isText(rest[named.get(name) ?? '']));
    const part = (text: unknown, preference: string): Fields => {
      const own = Array.isArray(text) ? { messages: text } : { [prompted ? 'response' : 'text']: text };
      return { ...rest, ...own, [PREFERENCE_FIELD]: preference, group_id: shared };
    };
    return [part(first, PREFERENCE_VALUES.better), part(second, PREFERENCE_VALUES.worse)];
  }
  return null;
}

const isText = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '';
