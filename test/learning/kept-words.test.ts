import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const moduleOf = (name: string) => JSON.stringify(new URL(`../../learning/${name}.ts`, import.meta.url).href);

/** Heap in use, in MB, after 1000 texts of 18 kB, each with one long word of its own. */
function heapAfter(setUp: string): number {
  const code = `${setUp}
    for (let i = 0; i < 1000; i++) take('word' + 'abcdefghij'.split('').map((sign) => sign + i).join('') + ' ab cd'.repeat(3000));
    gc();
    console.log(process.memoryUsage().heapUsed / 1e6);
    globalThis.kept = take;`;
  return Number(
    execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', code], { encoding: 'utf8' }),
  );
}

describe('words that are kept', () => {
  it.each([
    [
      'terms that are counted',
      `import { TermCounter } from ${moduleOf('tfidf')};
       const counter = new TermCounter({ documentsMin: 1, termsMax: 10 });
       const take = (text) => counter.add(text);`,
    ],
    [
      'words whose pieces are known',
      `import { WordPieces } from ${moduleOf('word-pieces')};
       const pieces = new WordPieces(['a']);
       const take = (text) => pieces.split(text);`,
    ],
  ])('do not keep the texts they were found in: %s', (_name, setUp) => {
    expect(heapAfter(setUp)).toBeLessThan(heapAfter('const take = () => undefined;') + 8);
  });
});
