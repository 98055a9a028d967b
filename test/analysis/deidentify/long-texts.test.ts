import { describe, expect, it } from 'vitest';
import { createKeyed } from '../../../analysis/deidentify/keyed.ts';
import { piecesOf } from '../../../analysis/deidentify/pieces.ts';
import { deidentifyInSteps, deidentifyRecord } from '../../../analysis/deidentify/records.ts';
import { finishWith } from '../../../analysis/steps.ts';
import { makeRecord } from '../../support/records.ts';
import { findWords } from './fake-detector.ts';

describe('long texts', () => {
  it.each([
    ['lines', `${'word '.repeat(19)}word\n`.repeat(4000), /\n$/],
    ['sentences', 'A short one. '.repeat(30_000), /\. $/],
    ['words', 'word '.repeat(60_000), / $/],
    ['characters of two units', '🙂'.repeat(120_000), /🙂$/u],
  ])('are looked at in pieces that hold all of it, cut between %s', (_, text, end) => {
    const pieces = piecesOf(text);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    for (const { start, text: piece } of pieces) expect(text.startsWith(piece, start)).toBe(true);
    for (const { text: piece } of pieces.slice(0, -1)) expect(piece.slice(-4)).toMatch(end);
  });

  it('a short one is one piece', () => {
    expect(piecesOf('short')).toEqual([{ start: 0, text: 'short' }]);
    expect(piecesOf('')).toEqual([{ start: 0, text: '' }]);
  });

  it('are treated throughout, with a pause after each piece', async () => {
    const line = 'Maria Lopez slept badly and called 555-0142-99 at night.\n';
    const seen: number[] = [];
    const find = findWords({ 'Maria Lopez': 'name', '555-0142-99': 'phone' });
    const record = makeRecord(0, {
      messages: [
        { role: 'user', content: line.repeat(6000), annotations: [{ start: 171_000, end: 171_011, label: 'who' }] },
      ],
    });
    const deidentifier = {
      level: 'enhanced' as const,
      keyed: createKeyed(Buffer.alloc(32, 7)),
      detect: (text: string) => {
        seen.push(text.length);
        return find(text);
      },
    };
    let pauses = 0;
    const treated = await finishWith(
      deidentifyInSteps(record, deidentifier, () => undefined),
      async () => {
        pauses += 1;
      },
    );
    const content = treated?.messages[0]?.content ?? '';
    expect(content.match(/\[PHONE\]/g)).toHaveLength(6000);
    expect(content).not.toContain('Lopez');
    const [{ start = 0, end = 0 } = {}] = treated?.messages[0]?.annotations ?? [];
    expect(content.slice(start, end)).toBe(content.slice(0, end - start));
    expect(Math.max(...seen)).toBeLessThanOrEqual(100_000);
    expect(pauses).toBeGreaterThanOrEqual(seen.length);
    expect(treated).toEqual(deidentifyRecord(record, deidentifier, () => undefined));
  });
});
