import { createNearDuplicates, signatureOf } from '../../analysis/near-duplicates.ts';
import { makeDialogues, makeEdits, numbers } from './edits.ts';

/**
 * `node bench/near-duplicates/main.ts`: precision and recall of the near-duplicate threshold on generated edits, and the
 * rate. A repeat is a text with at most a tenth of its words changed; a text that only shares its mould is none.
 */
const COUNT = 400;
const as = (text: string) => signatureOf({ messages: [{ role: 'user', content: text }] });

const dialogues = makeDialogues(COUNT, numbers(11));
console.log('threshold  recall(2%)  recall(5%)  recall(10%)  found(20%)  found(35%)  found(same mould)');
for (const threshold of [0.5, 0.6, 0.7, 0.8, 0.9]) {
  const found = (make: (text: string, i: number) => string) => {
    let repeats = 0;
    dialogues.forEach((text, i) => {
      const near = createNearDuplicates({ threshold });
      near.isRepeat(as(text));
      if (near.isRepeat(as(make(text, i)))) repeats += 1;
    });
    return (repeats / COUNT).toFixed(3).padStart(10);
  };
  const edited = (share: number) => found((text, i) => makeEdits(text, share, numbers(100 + i)));
  const others = makeDialogues(COUNT, numbers(12));
  console.log(
    [String(threshold).padEnd(8), ...[0.02, 0.05, 0.1, 0.2, 0.35].map(edited), found((_, i) => others[i] ?? '')].join(
      '  ',
    ),
  );
}

const many = makeDialogues(5000, numbers(13));
const near = createNearDuplicates();
const start = performance.now();
const repeats = many.filter((text) => near.isRepeat(as(text))).length;
const seconds = (performance.now() - start) / 1000;
const words = many.reduce((sum, text) => sum + text.split(' ').length, 0);
console.log(
  `${Math.round(many.length / seconds)} records/s of ${Math.round(words / many.length)} words; ${repeats} repeats`,
);
