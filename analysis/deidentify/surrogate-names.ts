import type { Keyed } from './keyed.ts';
import { describeFamily, describeGiven, isFamilyOnly, longForm } from './name-table.ts';

const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor doctor sir madam rev father sister brother aunt uncle nurse coach judge officer señor señora sra herr frau jr sr ii iii md phd'.split(
    ' ',
  ),
);
/** Parts between given and family name that stay: they belong to the culture, not to the person. */
const PARTICLES = new Set('de la del da dos van von der den di el al bin ibn of and'.split(' '));
const TOKEN = /[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*\.?/gu;

interface Part {
  start: number;
  end: number;
  /** Lower case, without accents, possessive and full stop. */
  plain: string;
  kind: 'given' | 'family' | 'initial' | 'title' | 'particle' | 'foreign';
}

/**
 * Invents names for the persons of one conversation. A token always becomes the same token: "Maria Lopez", "Maria" and
 * "Ms Lopez's" stay one person, and so do the usual short forms. Two tokens never become the same one. Gender and culture
 * follow the name table as far as it knows them. Titles and particles stay; names in scripts without Latin letters become
 * [NAME_1], [NAME_2].
 *
 * `scope` is what the consistency reaches over: the same token in another conversation becomes another name.
 */
export function createNamer(keyed: Keyed, scope: string) {
  const chosen = new Map<string, string>();
  const used = new Set<string>();
  const seen = new Set<string>();
  const families = new Set<string>();
  let numbered = 0;

  function learn(name: string): void {
    for (const { plain, kind } of split(name)) {
      if (kind === 'family') families.add(plain);
      seen.add(plain);
    }
  }

  function substitute(part: Part, parts: readonly Part[]): string {
    const isFamily = part.kind === 'family' || (families.has(part.plain) && part.kind !== 'initial');
    const token = isFamily ? part.plain : longForm(part.plain);
    const key = `${isFamily ? 'family' : part.kind}\0${token}`;
    const before = chosen.get(key);
    if (before !== undefined) return before;
    const name = part.kind === 'initial' ? initialFor(key, token) : pick(key, token, isFamily, parts);
    chosen.set(key, name);
    return name;
  }

  function pick(key: string, token: string, isFamily: boolean, parts: readonly Part[]): string {
    const beside = parts.find(({ kind }) => kind === (isFamily ? 'given' : 'family'))?.plain;
    const { pool } = (isFamily ? describeFamily : describeGiven)(token, beside);
    const first = keyed.choose('name', `${scope}\0${key}`, pool.length);
    for (let i = 0; i < pool.length; i++) {
      const name = pool[(first + i) % pool.length] ?? '';
      const plain = name.toLowerCase();
      // Neither a name that another person got, nor one that somebody here really has.
      if (used.has(plain) || seen.has(plain) || longForm(plain) === token) continue;
      used.add(plain);
      return name;
    }
    numbered += 1;
    return `[NAME_${numbered}]`;
  }

  function initialFor(key: string, token: string): string {
    const letters = [...'ABCDEFGHJKLMNPRSTW'].filter((letter) => letter.toLowerCase() !== token);
    return letters[keyed.choose('initial', `${scope}\0${key}`, letters.length)] ?? 'X';
  }

  return {
    /** All names of the conversation are made known first, so that an invented one is nobody's there. */
    learn,
    rename(name: string): string {
      const parts = split(name);
      let result = '';
      let from = 0;
      for (const part of parts) {
        result += name.slice(from, part.start);
        const old = name.slice(part.start, part.end);
        if (part.kind === 'title' || part.kind === 'particle') result += old;
        else if (part.kind === 'foreign') result += foreign(part.plain);
        else
          result +=
            likeCase(substitute(part, parts), old) + (/['’]s$/i.exec(old)?.[0] ?? (old.endsWith('.') ? '.' : ''));
        from = part.end;
      }
      const rest = result + name.slice(from);
      return parts.some(({ kind }) => kind !== 'title' && kind !== 'particle') ? rest : foreign(name);
    },
  };

  function foreign(name: string): string {
    const before = chosen.get(`foreign\0${name}`);
    if (before !== undefined) return before;
    numbered += 1;
    const marker = `[NAME_${numbered}]`;
    chosen.set(`foreign\0${name}`, marker);
    return marker;
  }
}

function split(name: string): Part[] {
  const parts = [...name.matchAll(TOKEN)].map(({ 0: found, index }): Part => {
    const bare = found.replace(/['’]s$/i, '').replace(/\.$/, '');
    const plain = bare.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const kind = TITLES.has(plain)
      ? 'title'
      : PARTICLES.has(plain)
        ? 'particle'
        : !/[a-z]/.test(plain)
          ? 'foreign'
          : plain.length === 1
            ? 'initial'
            : 'given';
    return { start: index, end: index + found.length, plain, kind };
  });
  // A lone particle is a name of its own: "Al" called.
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === 'particle') only.kind = 'given';
  const named = parts.filter(({ kind }) => kind === 'given');
  const last = named.at(-1);
  const title = parts[0]?.kind === 'title';
  if (last && (named.length > 1 || title || parts.some(({ kind }) => kind === 'initial') || isFamilyOnly(last.plain)))
    last.kind = 'family';
  return parts;
}

function likeCase(name: string, like: string): string {
  if (name.startsWith('[')) return name;
  if (like.length > 1 && like === like.toUpperCase()) return name.toUpperCase();
  return /^\p{Ll}/u.test(like) ? name.toLowerCase() : name;
}
