import { detached } from './tokenize.ts';

/**
 * Splits texts into the word pieces of an uncased BERT vocabulary (Wu et al., Google's Neural Machine Translation System,
 * 2016): lower case without accents, punctuation and Han characters alone, then the longest known piece from the left.
 */
export class WordPieces {
  private readonly idOf: ReadonlyMap<string, number>;
  private readonly unknown: readonly number[];
  private readonly cache = new Map<string, readonly number[]>();

  /** `unknown` is what a word becomes of which a part is covered by no piece: left out, or a model's own mark for it. */
  constructor(pieces: readonly string[], unknown: readonly number[] = []) {
    this.unknown = unknown;
    this.idOf = new Map(pieces.map((piece, id) => [piece, id]));
  }

  /** Numbers of the pieces in their order. */
  split(text: string): number[] {
    const plain = text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '');
    return (plain.match(WORDS) ?? []).flatMap((word) => this.splitWord(word));
  }

  private splitWord(word: string): readonly number[] {
    const known = this.cache.get(word);
    if (known) return known;
    const ids = this.longestFirst(word);
    if (this.cache.size < WORDS_CACHED_MAX) this.cache.set(detached(word), ids);
    return ids;
  }

  private longestFirst(word: string): readonly number[] {
    if (word.length > WORD_LENGTH_MAX) return this.unknown;
    const ids: number[] = [];
    for (let from = 0; from < word.length; ) {
      let to = word.length;
      let id: number | undefined;
      for (; to > from; to--) {
        id = this.idOf.get((from === 0 ? '' : '##') + word.slice(from, to));
        if (id !== undefined) break;
      }
      if (id === undefined) return this.unknown;
      ids.push(id);
      from = to;
    }
    return ids;
  }
}

const WORDS = /\p{Script=Han}|[\p{P}\p{S}]|[^\s\p{P}\p{S}\p{C}\p{Script=Han}]+/gu;
/** Longer words are no words: BERT's own limit. */
const WORD_LENGTH_MAX = 100;
const WORDS_CACHED_MAX = 50_000;
