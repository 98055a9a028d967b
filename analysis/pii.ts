import type { IdentifierId, IdentifierSpan } from '../contracts/privacy.ts';
import { AGES } from './identifiers/ages.ts';
import { BARE_CODES } from './identifiers/bare.ts';
import { findByContext } from './identifiers/context.ts';
import { DATES } from './identifiers/dates.ts';
import { findFields } from './identifiers/fields.ts';
import { plainSigns } from './identifiers/fold.ts';
import { FORMS } from './identifiers/forms.ts';
import { findHandles } from './identifiers/handles.ts';
import { findIntroduced } from './identifiers/introduced.ts';
import { findInLanguages, withoutUncased } from './identifiers/languages/index.ts';
import { findStreets } from './identifiers/languages/streets.ts';
import { LET_STAY } from './identifiers/let-stay.ts';
import { findModelled } from './identifiers/modelled.ts';
import { findRegions } from './identifiers/regions.ts';
import { addFree, scan } from './identifiers/scan.ts';
import { STREETS } from './identifiers/streets.ts';

export interface FindOptions {
  /** Also what Safe Harbor lets stay: states, countries, ages up to 89. */
  quasi?: boolean;
}

/**
 * Identifiers of a text, in order, without overlap: all classes of 45 CFR 164.514(b)(2)(i), as the table in
 * contracts/privacy.ts names them. Forms with check digits come first, then codes that a word explains, dates, telephone
 * numbers; names, places, organisations and addresses come from the sequence model.
 *
 * Cost: in proportion to the length of the text. Public help lines are let be. Markers such as [EMAIL] are not looked into.
 */
export function findIdentifiers(text: string, options: FindOptions = {}): IdentifierSpan[] {
  return select(findAll(text), options);
}

/**
 * Replaces each identifier by its kind in brackets, such as [EMAIL], until none is found: what stood beside one can be
 * one itself. Masking masked text changes nothing. `isNone` says of a span that it is to stay.
 */
export function maskIdentifiers(
  text: string,
  isNone: (text: string, span: IdentifierSpan) => boolean = () => false,
): { text: string; counts: Partial<Record<IdentifierId, number>> } {
  const counts: Partial<Record<IdentifierId, number>> = {};
  let masked = text;
  const find = () => findIdentifiers(masked).filter((span) => !isNone(masked, span));
  // Each pass turns at least one run of digits or letters into a marker, so the passes end; few texts need two.
  for (let found = find(); found.length > 0; found = find()) {
    let next = '';
    let from = 0;
    for (const { identifier, start, end } of found) {
      next += `${masked.slice(from, start)}[${identifier.toUpperCase()}]`;
      counts[identifier] = (counts[identifier] ?? 0) + 1;
      from = end;
    }
    masked = next + masked.slice(from);
  }
  return { text: masked, counts };
}

const [PHONE_AND_LATER, BEFORE_PHONE] = [
  FORMS.slice(FORMS.findLastIndex(({ identifier }) => identifier === 'phone')),
  FORMS.slice(
    0,
    FORMS.findLastIndex(({ identifier }) => identifier === 'phone'),
  ),
];

function findAll(written: string): IdentifierSpan[] {
  const plain = plainSigns(written);
  const text = withoutUncased(plain);
  let found = addFree(markers(text), findInLanguages(plain));
  for (const form of BEFORE_PHONE) found = addFree(found, scan(text, form));
  found = addFree(found, findHandles(text));
  for (const date of DATES) found = addFree(found, scan(text, date));
  found = addFree(found, findByContext(text));
  for (const form of PHONE_AND_LATER) found = addFree(found, scan(text, form));
  for (const age of AGES)
    found = addFree(
      found,
      scan(text, age).map((span) => overEightyNine(text, span)),
    );
  found = addFree(found, findFields(text));
  found = findRegions(text, findIntroduced(text, findStreets(text, findModelled(text, found))));
  for (const street of STREETS) found = addFree(found, scan(text, street));
  found = addFree(found, numbersOf(text, found));
  if (/\d[\d/-]{5}/.test(text)) for (const code of BARE_CODES) found = addFree(found, scan(text, code));
  return found.filter(({ confidence }) => confidence >= 0);
}

const NUMBER_OF_NAME = /^ [[(]((?:[A-Z]{1,2}-?)?(?:\d{6,10}|\d{3,4}[-/]\d{4}))[)\]]/;
/** The number of a person in brackets after the name: patient Anna Roe (8699744), Jo Roe [E-5821460]. */
const numbersOf = (text: string, found: readonly IdentifierSpan[]): IdentifierSpan[] =>
  found.flatMap(({ identifier, end }) => {
    const number = identifier === 'name' ? NUMBER_OF_NAME.exec(text.slice(end, end + 20))?.[1] : undefined;
    return number === undefined
      ? []
      : [
          {
            start: end + 2,
            end: end + 2 + number.length,
            identifier: 'medical_record',
            confidence: 0.8,
            source: 'context',
          },
        ];
  });

const select = (spans: IdentifierSpan[], { quasi = false }: FindOptions) =>
  quasi ? spans : spans.filter(({ identifier }) => !LET_STAY.has(identifier));

/** What masking left, with a confidence that no identifier has: nothing is found inside, and it is taken out at the end. */
function markers(text: string): IdentifierSpan[] {
  if (!text.includes('[')) return [];
  return [...text.matchAll(/\[[A-Z][A-Z_0-9]{1,24}\]/g)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    identifier: 'unique_code',
    confidence: -1,
    source: 'pattern',
  }));
}

const overEightyNine = (text: string, span: IdentifierSpan): IdentifierSpan =>
  span.identifier === 'age' && Number(text.slice(span.start, span.end)) > 89
    ? { ...span, identifier: 'age_over_89' }
    : span;
