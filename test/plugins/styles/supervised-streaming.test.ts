import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Task } from '../../../contracts/training.ts';
import type { TrainInput } from '../../../plugins/kinds.ts';
import { supervisedStyle } from '../../../plugins/styles/supervised.ts';
import { createPieceStores } from '../../../plugins/trainers/piece-stores.ts';
import { makeRecords } from '../../support/datasets.ts';

const TASK: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: ['sleep', 'work'] };
/** Over a block of rows, so that a training has several. */
const records = makeRecords(1300, { seed: 4, turns: 2 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streaming-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (part: typeof records) =>
  async function* () {
    yield* part;
  };

const train = (settings: object, hooks: Partial<TrainInput['hooks']> = {}) =>
  supervisedStyle.train({
    ...{ train: open(records.slice(200)), validation: open(records.slice(0, 100)), task: TASK, seed: 1 },
    ...{ settings: supervisedStyle.settings.parse(settings), checkpoint: null },
    hooks: { onTotal: () => undefined, afterStep: async () => undefined, ...hooks },
  });

const judge = (files: Record<string, Uint8Array>) =>
  supervisedStyle.evaluate({ model: files, test: open(records.slice(100, 200)), task: TASK, seed: 1 });

describe('supervised training on more than fits into memory', () => {
  it.each(['tfidf', 'static', 'tfidf_static'])(
    'has the bytes of one in memory where the features lie on a disk: %s',
    async (features) => {
      const stores = createPieceStores(folder, 100_000);
      const onDisk = await train({ features, max_iterations: 8 }, { pieces: () => stores.create() });
      expect(readdirSync(folder)).toEqual(['pieces.bin']);
      stores.remove();
      expect(readdirSync(folder)).toEqual([]);
      expect(onDisk.files).toEqual((await train({ features, max_iterations: 8 })).files);
      expect(onDisk.counts).toMatchObject({ train_examples: 1100, validation_examples: 100 });
    },
  );

  it('is as good with terms that are counted by hash, and its model tells of no term', async () => {
    const [byName, hashed] = [await train({ vocabulary: 'by_name' }), await train({ vocabulary: 'hashed' })];
    const [a, b] = [await judge(byName.files), await judge(hashed.files)];
    expect(b.scores.f1_score).toBeCloseTo(a.scores.f1_score ?? 0, 1);
    expect(b.scores.f1_score).toBeGreaterThan(0.9);
    const text = (files: Record<string, Uint8Array>) => Buffer.from(files['model.bin'] ?? []).toString('latin1');
    expect(text(byName.files)).toContain('insomnia');
    expect(text(hashed.files)).not.toContain('insomnia');
  });

  it('learns from runs of characters within words, where they are asked for', async () => {
    const [words, runs] = [await train({ features: 'tfidf' }), await train({ features: 'tfidf', character_ngrams: 4 })];
    expect(runs.parameterCount).toBeGreaterThan(words.parameterCount);
    expect((await judge(runs.files)).scores.f1_score).toBeGreaterThan(0.9);
  });
});
