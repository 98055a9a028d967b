import type { IdentifierSpan } from '../../../contracts/privacy.ts';
import { addFree } from '../scan.ts';
import { applyRules, type LanguageRule } from './rule.ts';

const CAPITAL = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,24}";
const OF = "(?:(?:de la|de los|de las|de l['’]|del|della|delle|dei|du|des|de|da|do|das|dos|la|le|les|l['’]|d['’]) ?)?";
const STREET_BEFORE =
  '(?:[Cc]alle|[Cc]\\/\\.?|[Aa]venida|[Aa]vda\\.?|[Aa]v\\.|[Pp]aseo|[Pp]laza|[Cc]arrera|[Cc]ra\\.|[Vv]ía|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Rr]ua|[Tt]ravessa|[Pp]raça|[Aa]lameda|[Ee]strada|ul\\.|ulica|al\\.)';

const address = (pattern: string): LanguageRule => ({
  identifier: 'address',
  source: 'pattern',
  pattern: new RegExp(pattern, 'gu'),
});

/** Streets with their numbers, as languages in Latin letters write them. */
const STREETS: readonly LanguageRule[] = [
  address(
    `(?<![\\p{L}\\d])\\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\\.|boulevard|bd\\.?|place|chemin|impasse|allée|quai|cours|route|square|passage) ${OF}${CAPITAL}(?: ${OF}${CAPITAL}){0,3}`,
  ),
  address(
    `(?<![\\p{L}\\d])${STREET_BEFORE} ${OF}${CAPITAL}(?: ${OF}${CAPITAL}){0,3},? (?:n[º°.o]{1,2} ?)?\\d{1,4}(?:,? \\d{1,2} ?[º°ª]? ?[A-Z](?!\\p{L}))?`,
  ),
  address(
    '(?<![\\p{L}\\d-])\\p{Lu}[\\p{L}-]{2,30}(?:[Ss]tra(?:ß|ss)e|[Ss]tr\\.|weg|platz|allee|gasse|ring|ufer|damm|straat|laan|plein|gracht|kade|singel) \\d{1,4} ?[a-z]?(?![\\p{L}\\d])',
  ),
  address(
    '(?<![\\p{L}\\d])(?:Am|An der|Im|Zum|Zur|Auf der|Unter den) \\p{Lu}\\p{Ll}{2,20} \\d{1,4} ?[a-z]?(?![\\p{L}\\d.:])',
  ),
  address(
    `(?<![\\p{L}\\d])${CAPITAL}(?: ${CAPITAL})? (?:Caddesi|Cad\\.|Sokak|Sokağı|Sok\\.|Bulvarı|Mahallesi|Mah\\.)(?: No:? ?\\d{1,4}| \\d{1,4})`,
  ),
];
const HAS_STREET = new RegExp(
  `rue |avenue|boulevard|bd|place |chemin|impasse|allée|quai |cours |route |square |passage |${STREET_BEFORE}|stra(?:ß|ss)e|[Ss]tr\\.|weg |platz|allee|gasse|ring |ufer|damm|straat|laan |plein|gracht|kade|singel|(?:Am|An der|Im|Zum|Zur|Auf der|Unter den) \\p{Lu}|Cad|Sok|Bulvar|Mah`,
  'u',
);

/** Adds streets where the sequence model saw none, or took their parts for names and towns. Addresses that it saw are longer. */
export function findStreets(text: string, found: readonly IdentifierSpan[]): IdentifierSpan[] {
  const streets = /\d/.test(text) && HAS_STREET.test(text) ? applyRules(text, STREETS) : [];
  if (streets.length === 0) return [...found];
  let next = 0;
  const kept = found.filter(({ source, identifier, start, end }) => {
    while ((streets[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    const isPart = source === 'model' && identifier !== 'address';
    return !isPart || (streets[next]?.start ?? Number.POSITIVE_INFINITY) >= end;
  });
  return addFree(kept, streets);
}
