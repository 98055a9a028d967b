import { findIdentifiers } from '../../analysis/pii.ts';
import { type DialogueSet, readDialogue, readHalf, TRAINED_ON } from '../../training/pii/dialogue.ts';

/** Sets of talk whose half for evaluation, or all of which, training does not see. */
const SETS: DialogueSet[] = [...TRAINED_ON, 'meld', 'topical-chat', 'vera-mh-dev'];

/**
 * What is found in ordinary talk. The sets have no labels and do hold real names, so the number of spans is no number of
 * mistakes: `found` lists every one with its count, for a person to judge.
 */
export function measureOrdinaryTalk(root: string) {
  return SETS.flatMap((set) => {
    const texts = (TRAINED_ON as readonly string[]).includes(set)
      ? readHalf(root, set, 'evaluation')
      : readDialogue(root, set);
    if (texts.length === 0) return [];
    const counts = new Map<string, number>();
    let words = 0;
    let spans = 0;
    for (const text of texts) {
      words += text.split(/\s+/).length;
      for (const { identifier, start, end } of findIdentifiers(text)) {
        spans += 1;
        const line =
          `${identifier}\t${text.slice(Math.max(0, start - 25), start)}⟦${text.slice(start, end)}⟧${text.slice(end, end + 25)}`.replaceAll(
            /[\r\n]+/g,
            '⏎',
          );
        counts.set(line, (counts.get(line) ?? 0) + 1);
      }
    }
    const found = [...counts].sort((a, b) => b[1] - a[1]).map(([line, count]) => `${count}\t${line}`);
    return [
      { set, texts: texts.length, words, spans, per_1000_words: Number(((spans / words) * 1000).toFixed(2)), found },
    ];
  });
}
