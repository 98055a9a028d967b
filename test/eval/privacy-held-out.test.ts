import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../training/pii/fill.ts';

/** So many words in a row, at most one of them a slot, are a sentence's own; fewer are turns of phrase that anybody uses. */
const WORDS = 5;
const SLOTS_MAX = 1;
const folder = new URL('../../training/pii/', import.meta.url);
const templatesOf = (path: string) =>
  readdirSync(new URL(path, folder)).flatMap((name) =>
    readTemplates(readFileSync(new URL(`${path}${name}`, folder), 'utf8')),
  );

/** Every run of words that a template can give, its slots as they are: choices are walked, not drawn. */
function runsOf(template: string): Set<string> {
  const parts = template
    .replaceAll('\\n', ' ')
    .split(/\(([^()|]*(?:\|[^()|]*)+)\)/)
    .map((part, i) => (i % 2 === 1 ? part.split('|') : [part]).map(wordsOf));
  const runs = new Set<string>();
  // The last words before a part, in all the ways there are.
  let tails = new Map<string, string[]>([['', []]]);
  for (const options of parts) {
    const next = new Map<string, string[]>();
    for (const tail of tails.values())
      for (const words of options) {
        const line = [...tail, ...words];
        for (let at = 0; at + WORDS <= line.length; at++) {
          const run = line.slice(at, at + WORDS);
          if (run.filter((word) => word.startsWith('{')).length <= SLOTS_MAX) runs.add(run.join(' '));
        }
        const kept = line.slice(1 - WORDS);
        next.set(kept.join(' '), kept);
      }
    tails = next;
  }
  return runs;
}

const wordsOf = (text: string) => text.toLowerCase().match(/\{\w+\}|[\p{L}']+/gu) ?? [];

describe('the held-out texts of eval:privacy', () => {
  it(`share no ${WORDS} words in a row with a template of the training`, () => {
    const trained = new Set(templatesOf('templates/').flatMap((template) => [...runsOf(template)]));
    const shared = templatesOf('heldout/').flatMap((template) =>
      [...runsOf(template)].filter((run) => trained.has(run)),
    );
    expect(trained.size).toBeGreaterThan(10_000);
    expect(shared).toEqual([]);
  });
});
