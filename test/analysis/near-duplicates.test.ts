import { describe, expect, it } from 'vitest';
import { createNearDuplicates, signatureOf } from '../../analysis/near-duplicates.ts';
import { makeDialogues, makeEdits, numbers } from '../../bench/near-duplicates/edits.ts';

const as = (text: string) => signatureOf({ messages: [{ role: 'user', content: text }] });
const shareFound = (dialogues: string[], change: (text: string, i: number) => string) =>
  dialogues.filter((text, i) => {
    const near = createNearDuplicates();
    near.isRepeat(as(text));
    return near.isRepeat(as(change(text, i)));
  }).length / dialogues.length;

describe('near-duplicates', () => {
  const dialogues = makeDialogues(150, numbers(21));
  const others = makeDialogues(150, numbers(22));

  it('finds a text with one word in twenty changed, and no text that only shares its mould', () => {
    expect(shareFound(dialogues, (text, i) => makeEdits(text, 0.02, numbers(i)))).toBeGreaterThan(0.97);
    expect(shareFound(dialogues, (text, i) => makeEdits(text, 0.05, numbers(i)))).toBeGreaterThan(0.9);
    expect(shareFound(dialogues, (text, i) => makeEdits(text, 0.35, numbers(i)))).toBe(0);
    expect(shareFound(dialogues, (_, i) => others[i] ?? '')).toBe(0);
  });

  it('finds the repeat among many others, wherever it stands', () => {
    const near = createNearDuplicates();
    const many = makeDialogues(2000, numbers(23));
    expect(many.filter((text) => near.isRepeat(as(text))).length).toBeLessThan(5);
    for (const at of [0, 999, 1999]) expect(near.isRepeat(as(makeEdits(many[at] ?? '', 0.02, numbers(at))))).toBe(true);
  });

  it('never takes a short text, whose one changed word is half of what it says', () => {
    expect(as('I feel fine today, thank you')).toBeNull();
    const near = createNearDuplicates();
    expect([as('yes'), as('yes')].map((signature) => near.isRepeat(signature))).toEqual([false, false]);
  });

  it('forgets the oldest text when its memory is full, and goes on finding the newer ones', () => {
    const near = createNearDuplicates({ rememberedMax: 100 });
    const many = makeDialogues(350, numbers(24));
    for (const text of many) near.isRepeat(as(text));
    expect(near.isRepeat(as(many[345] ?? ''))).toBe(true);
    expect(near.isRepeat(as(many[10] ?? ''))).toBe(false);
  });

  it('data of one mould does not cost quadratic time', () => {
    const near = createNearDuplicates({ threshold: 1.01 });
    const [text = ''] = dialogues;
    const time = (count: number) => {
      const start = performance.now();
      for (let i = 0; i < count; i++) near.isRepeat(as(text));
      return performance.now() - start;
    };
    time(100);
    const first = time(300);
    for (let i = 0; i < 3; i++) time(300);
    expect(time(300)).toBeLessThan(6 * first + 50);
  });

  it('compares texts without spaces between words too', () => {
    const text = '昨天晚上我一直睡不着觉，脑子里总是想着工作上的事情，心里很难受';
    expect(shareFound([text], () => `${text}了`)).toBe(1);
  });
});
