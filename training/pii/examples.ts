import { readFileSync } from 'node:fs';
import { TAGS } from '../../analysis/tagger/crf.ts';
import { type Token, tokenize } from '../../analysis/tagger/tokens.ts';
import type { IdentifierId } from '../../contracts/privacy.ts';
import { fillTemplate, type Labelled, pickCulture, readTemplates, vary } from './fill.ts';
import type { Lists, Locale } from './gazetteers.ts';
import type { Culture } from './invent.ts';
import type { Random } from './random.ts';

/** One text with a tag a token. */
export interface Example {
  tokens: Token[];
  tags: Uint8Array;
}

/** How the identifiers of the templates are told to the model: states are places to it, postal codes part of addresses. */
const TAG_OF: Partial<Record<IdentifierId, string>> = {
  name: 'name',
  place: 'place',
  region: 'place',
  address: 'address',
  postal_code: 'address',
  organization: 'organization',
};

export function toExample({ text, spans }: Labelled): Example {
  const tokens = tokenize(text);
  const tags = new Uint8Array(tokens.length);
  let next = 0;
  let last = -1;
  for (const [i, token] of tokens.entries()) {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= token.start) next += 1;
    const span = spans[next];
    const kind = span && token.end > span.start ? TAG_OF[span.type] : undefined;
    if (kind === undefined) continue;
    tags[i] = TAGS.indexOf(`${last === next ? 'I' : 'B'}-${kind}` as (typeof TAGS)[number]);
    last = next;
  }
  return { tokens, tags };
}

const TEMPLATE_FILES = {
  chat: 76,
  clinical: 56,
  mail: 60,
  prose: 64,
  organizations: 84,
  foreign: 24,
  negatives: 56,
  everyday: 44,
  documents: 70,
  bare: 54,
  care: 60,
  press: 52,
  posts: 44,
  exercises: 22,
} as const;

export function templateExamples(r: Random, english: Lists, locales: readonly Locale[]): Example[] {
  return Object.entries(TEMPLATE_FILES).flatMap(([file, fills]) => {
    const templates = readTemplates(readFileSync(new URL(`templates/${file}.txt`, import.meta.url), 'utf8'));
    return templates.flatMap((template) =>
      Array.from({ length: fills }, () => {
        const culture = pickCulture(r, english, locales, true);
        const first = fillTemplate(template, r, culture);
        // Texts are often longer than one sentence: a third get a neighbour.
        const joined = r.chance(0.33) ? join(first, fillTemplate(r.pick(templates), r, culture), r) : first;
        // Without capitals, firms and towns that are ordinary words look like ordinary words.
        return toExample(/^(?:bare|care|press)$/.test(file) && r.chance(0.9) ? joined : vary(joined, r));
      }),
    );
  });
}

function join(a: Labelled, b: Labelled, r: Random): Labelled {
  const text = `${a.text}${/[.!?,]$/.test(a.text) ? '' : '.'}${r.chance(0.25) ? '\n' : ' '}`;
  return {
    text: text + b.text,
    spans: [
      ...a.spans,
      ...b.spans.map((span) => ({ ...span, start: span.start + text.length, end: span.end + text.length })),
    ],
  };
}

/** Where talk speaks of someone or somewhere without a name, and what a speaker who does name them would say. */
const NAMED: [RegExp, string[]][] = [
  [
    /(?<=^|[.!?,;:] |\band |\bbut |\bthat |\bif |\bwhen |\bbecause )(?:he|she)(?= \w)/giu,
    ['{given}', '{given}', '{given} {surname}'],
  ],
  [/\b(?:him)\b(?! self)/giu, ['{given}']],
  [/\b(?:his)\b(?= \w)/giu, ["{given}'s"]],
  [/\b(?:they)\b(?= \w)/giu, ['{given} and {given}', '{given}']],
  [
    /\bmy (?:husband|wife|boyfriend|girlfriend|partner|son|daughter|brother|sister|mother|father|mom|dad|best friend|friend|ex|boss|therapist)\b(?! and)/giu,
    ['$& {given}', '{given}', '$&, {given},', '{full}'],
  ],
  [
    /\b(?:your) (?:husband|wife|boyfriend|girlfriend|partner|son|daughter|brother|sister|mother|father)\b/giu,
    ['$& {given}', '{given}'],
  ],
  [/(?<=\b(?:the|my|your) )(?:doctor|psychiatrist|counselor)\b/giu, ['$&, Dr. {surname},', '$& {full}', '$&, {full},']],
  [/\bthe doctor\b/giu, ['Dr. {surname}', 'Dr {surname}']],
  [
    /\b(?:at|in) (?:home|school|work|town|the city)\b/giu,
    ['in {city}', 'at {org}', 'at {school}', 'near {city}', 'on {street}', 'at {addr}'],
  ],
  [/(?<=\b(?:at|from|in|to) )(?:the (?:hospital|clinic|emergency room|er))\b/giu, ['{clinic}']],
  [/\b(?:over there|back home|abroad|out there)\b/giu, ['in {city}', 'in {region}']],
  [/^(?:Doctor|Patient|Guest_family|User 1|User 2|Therapist|Client)(?=:)/gimu, ['{given}', '{full}', '$&', '$&']],
  [/\b(?:User|Patient|Client): (?=Hi|Hello|Hey)/giu, ['$&I am {given}. ', "$&I'm {full}. "]],
  [
    /(?<=\b(?:hi|hello|hey|thanks|thank you|bye|sorry|goodbye|okay|yes|no|well))(?=[,.!] )/giu,
    [' {given}', ', {given}', '', ''],
  ],
];

/** Talk in which some of those who go unnamed are named. Null where there is nobody. */
function named(text: string, r: Random): string | null {
  if (/[{}()|\\]/.test(text)) return null;
  let changes = 0;
  let out = text;
  for (const [pattern, options] of NAMED)
    out = out.replace(pattern, (match) => {
      if (!r.chance(0.5)) return match;
      changes += 1;
      return r.pick(options).replace('$&', match);
    });
  return changes > 0 ? out : null;
}

/** Words that stand in the middle of sentences without a capital: ordinary ones, even where they are names as well. */
export function commonWords(texts: readonly string[], isEnglish: (word: string) => boolean): Set<string> {
  const lower = new Map<string, number>();
  const capital = new Map<string, number>();
  for (const text of texts.flatMap((each) => each.split(/(?<=[.!?\n])\s+/))) {
    const tokens = tokenize(text);
    const small = tokens.filter(({ text: word }) => /^\p{Ll}/u.test(word));
    // Sentences of other languages: their words are not common here, and a detector has to know where English ends.
    if (small.filter(({ text: word }) => isEnglish(word)).length < small.length * 0.6) continue;
    for (const [i, { text: word }] of tokens.entries()) {
      if (!/^\p{L}/u.test(word) || i === 0 || !/^[\p{L},]/u.test(tokens[i - 1]?.text ?? '')) continue;
      const key = word.toLowerCase();
      const counts = word === key ? lower : capital;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return new Set(
    [...lower].filter(([word, count]) => count >= 2 && count > (capital.get(word) ?? 0) * 0.5).map(([word]) => word),
  );
}

/**
 * Sentences of real talk in which nothing can be a name: every capital is at the start of a sentence on a common word, or
 * on a word that the negative templates know.
 */
export function plainExamples(
  texts: readonly string[],
  options: { common: Set<string>; known: Set<string>; names: Set<string>; r: Random; culture: () => Culture },
): Example[] {
  const { common, known, names, r } = options;
  const plain = (sentence: string) =>
    tokenize(sentence).every(({ text }, i, all) => {
      if (!/^\p{L}/u.test(text)) return true;
      const key = text.toLowerCase();
      if (text === key) return common.has(key) || !names.has(key);
      const starts = i === 0 || /^[.!?:\n"“]$/.test(all[i - 1]?.text ?? '');
      return key === 'i' || known.has(key) || (starts && common.has(key));
    });
  const examples: Example[] = [];
  for (const text of texts) {
    const sentences = text.replaceAll('\r', '').split(/(?<=[.!?\n])\s+/);
    for (let i = 0; i < sentences.length; ) {
      const count = 1 + r.int(4);
      const part = sentences
        .slice(i, i + count)
        .filter(plain)
        .join(' ');
      i += count;
      if (part.length < 8) continue;
      examples.push(toExample(vary({ text: part, spans: [] }, r)));
      const template = r.chance(0.7) ? named(part, r) : null;
      if (template) examples.push(toExample(vary(fillTemplate(template, r, options.culture()), r)));
    }
  }
  return examples;
}

/** Comments in which names were replaced by [NAME]: filled with names; others are ordinary talk. */
export function commentExamples(
  texts: readonly string[],
  { r, culture }: { r: Random; culture: () => Culture },
): Example[] {
  return texts.flatMap((text) => {
    if (/[{}()|\\]|\[RELIGION\]/.test(text)) return [];
    const names = ['{given}', '{given}', '{surname}', '{full}'];
    const template = text.replaceAll('[NAME]', () => r.pick(names));
    return [toExample(vary(fillTemplate(template, r, culture()), r))];
  });
}

export const wordsOf = (text: string) => new Set(tokenize(text).map((token) => token.text.toLowerCase()));
