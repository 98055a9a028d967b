import { findIdentifiers } from '../../analysis/pii.ts';
import { type DialogueSet, readDialogue, readHalf, TRAINED_ON } from '../../training/pii/dialogue.ts';

/** Sets of talk whose half for evaluation, or all of which, training does not see. */
const SETS: DialogueSet[] = [...TRAINED_ON, 'meld', 'topical-chat', 'vera-mh-dev'];

/**
 * What is found in ordinary talk. The sets have no labels and do hold real names, so the number of spans is no number of
 * mistakes: `found` lists every one with its count, for a person to judge. In sentences without a capital but the first
 * letter and `I`, nearly all that is found is wrong: these are counted apart.
 */
export function measureOrdinaryTalk(root: string) {
  return SETS.flatMap((set) => {
    const trained = (TRAINED_ON as readonly string[]).includes(set);
    const texts = trained ? readHalf(root, set, 'evaluation') : readDialogue(root, set);
    if (texts.length === 0) return [];
    const counts = new Map<string, number>();
    const all = { words: 0, spans: 0 };
    const plain = { words: 0, spans: 0 };
    for (const text of texts) {
      const found = findIdentifiers(text);
      all.words += wordsIn(text);
      all.spans += found.length;
      for (const { identifier, start, end } of found) {
        const line = `${identifier}\t${text.slice(Math.max(0, start - 25), start)}⟦${text.slice(start, end)}⟧${text.slice(end, end + 25)}`;
        const flat = line.replaceAll(/[\r\n]+/g, '⏎');
        counts.set(flat, (counts.get(flat) ?? 0) + 1);
      }
      for (const match of text.matchAll(/[^.!?\n]+[.!?\n]*/g)) {
        if (/\p{Lu}/u.test(match[0].trim().slice(1).replace(/\bI\b/g, ''))) continue;
        const end = match.index + match[0].length;
        // The first word has its capital either way, so a name there cannot be told.
        const lead = match[0].length - match[0].trimStart().length;
        plain.words += wordsIn(match[0]);
        plain.spans += found.filter((span) => span.start > match.index + lead && span.start < end).length;
      }
    }
    const found = [...counts].sort((a, b) => b[1] - a[1]).map(([line, count]) => `${count}\t${line}`);
    return [{ set, texts: texts.length, all, plain, found }];
  });
}

const wordsIn = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;
