import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { addFree } from './scan.ts';

/** How sure a name must be in one text of a conversation before it is looked for in the others. */
const SURE = 0.9;
const NAME_CHARS_MIN = 3;
/** A whole name in signs that have no spaces between words: it is found wherever it stands. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}ー]{3,8}$/u;

/**
 * Finds the words of sure names again in all texts of a conversation, whole words, whatever their case. A name that is an
 * ordinary word as well (hope, mark) is looked for with its capital only; one of Chinese, Japanese or Korean signs as a whole.
 *
 * Cost: one pass over the texts, and one more for each name of such signs.
 */
export function repeatNames(texts: readonly string[], found: readonly IdentifierSpan[][]): IdentifierSpan[][] {
  const names = new Set<string>();
  const unspaced = new Set<string>();
  for (const [i, spans] of found.entries())
    for (const { identifier, confidence, start, end } of spans) {
      if (identifier !== 'name' || confidence < SURE) continue;
      const name = (texts[i] ?? '').slice(start, end);
      if (UNSPACED.test(name)) unspaced.add(name);
      for (const word of name.match(/\p{L}[\p{L}\p{M}’']*/gu) ?? [])
        if (word.length >= NAME_CHARS_MIN && /^\p{Lu}/u.test(word)) names.add(word);
    }
  if (names.size + unspaced.size === 0) return found.map((spans) => [...spans]);
  const lower = new Set(
    [...names].filter((name) => !ORDINARY.has(name.toLowerCase())).map((name) => name.toLowerCase()),
  );
  return texts.map((text, i) => {
    const repeats = [...text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)]
      .filter(([word]) => names.has(word) || lower.has(word.toLowerCase()))
      .map(({ index, 0: word }) => repeatAt(index, word));
    let all = addFree(found[i] ?? [], repeats);
    for (const name of unspaced)
      all = addFree(
        all,
        everyPlace(text, name).map((at) => repeatAt(at, name)),
      );
    return all;
  });
}

const repeatAt = (start: number, name: string): IdentifierSpan => ({
  start,
  end: start + name.length,
  identifier: 'name',
  confidence: SURE,
  source: 'repeat',
});

function everyPlace(text: string, name: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) places.push(at);
  return places;
}

/** Given names and surnames that are words of everyday English. */
const ORDINARY = new Set(
  'will may grace hope mark bill rich joy faith rose lily drew jack ray frank sue pat dawn autumn summer spring amber ivy heather penny ginger basil rosemary art chase miles april june august jan mar dean major young white black green brown long short small wise strong sharp best love day night rice bean bush wood woods hill hills lake rivers stone field park parks church temple bishop pope king prince knight page cook baker fisher hunter gardner mason parker cooper fox wolf bird swan lamb bull price bond cash banks mills case law laws justice noble power powers savage moody gay strange weeks months winters summers snow frost rain storm wells pool brooks ford bridges gates hall rooms house street lane close camp post read reading writing singer piper horn bell bells diamond jewel silver gold golden copper iron steel glass cotton silk wool rob nick pierce skip chip buddy sunny happy melody harmony charity destiny angel star crystal jade ruby pearl opal violet daisy iris holly olive cherry candy honey dusty rusty sandy cliff dale glen heath forest river sky rain wade dash ace duke earl guy norm herb gene matt wayne trace carol robin jay don van lee per ken bob tom dick john mike josh sterling'.split(
    ' ',
  ),
);
