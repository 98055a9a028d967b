import { PipelineError } from '../../contracts/errors.ts';
import { drawSome, membersOf, weightedMacroF1 } from '../../learning/episodes.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { classificationOf, collectLabelled, type LabelledTexts } from './examples.ts';
import { createPause, fitTerms, type Pause } from './features.ts';
import { judgeFewShot } from './few-shot-evaluation.ts';
import {
  applyHead,
  chooseShots,
  drawShots,
  type FewShotRows,
  type HeadKind,
  learnHead,
  rowsOf,
  scoresOfHead,
} from './few-shot-heads.ts';
import { type FewShotModel, readFewShot, writeFewShot } from './few-shot-model.ts';
import { type FewShotSettings, FewShotSettingsSchema } from './few-shot-settings.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { openEmbedding } from './static-table.ts';
import { templatesOf } from './templates.ts';

const HEADS: readonly HeadKind[] = ['prototype', 'logistic'];

/** A few labelled texts of each class, and what they can tell of texts that nobody labelled. */
export const fewShotStyle: TrainingStyle = {
  id: 'few_shot',
  version: '7',
  description: 'Prototypes or a logistic head from a few labelled texts of each class, judged over many draws of them',
  settings: FewShotSettingsSchema,
  templates: templatesOf('few_shot'),
  requirements: REQUIREMENTS.few_shot,
  assess: (facts) => assessStyle('few_shot', facts),

  async train({ train, task, settings, seed, checkpoint, openEncoder, hooks }) {
    const options = FewShotSettingsSchema.parse(settings) as FewShotSettings;
    const pause = hooks.pause ?? createPause();
    const classification = classificationOf(task, 'few_shot');
    const classCount = classification.classes.length;
    const texts = await collectLabelled(train(), classification);
    checkSupply(texts, classification.classes, options);
    const embedding = await openEmbedding(options, openEncoder);
    const vocabulary = await fitTerms(
      texts.texts,
      { documentsMin: options.min_document_frequency, termsMax: options.max_features },
      pause,
    );
    const pool = await drawPool(texts, {
      ...{ classCount, vocabulary, embedding, seed, pause },
      size: options.support_set_size,
    });
    const members = membersOf(pool.labels, classCount);

    // Episodes within the pool tell which head serves better; a head that was asked for needs none.
    const episodes = options.head === 'auto' ? options.num_episodes : 1;
    hooks.onTotal(episodes);
    let state = checkpoint
      ? restore(checkpoint.bytes)
      : { step: 0, sums: new Float64Array(2), random: new Random(seed) };
    while (state.step < episodes) {
      const shots = drawShots(members, options.num_shots, state.random);
      const queries = members.flatMap((own) =>
        drawSome(
          own.filter((i) => !shots.includes(i)),
          options.num_queries,
          state.random,
        ),
      );
      const truth = queries.map((i) => pool.labels[i] ?? 0);
      for (const [h, kind] of HEADS.entries()) {
        const head = await learnHead(kind, pool, shots, { classCount, l2: options.l2, pause });
        const guess = applyHead(head, pool.joined, queries, classCount);
        const f1 = weightedMacroF1(truth, guess, new Float64Array(truth.length).fill(1), classCount);
        state.sums[h] = (state.sums[h] ?? 0) + f1;
      }
      state = { ...state, step: state.step + 1 };
      const best = Math.max(...state.sums) / state.step;
      await hooks.afterStep(state.step, 1 - best, () => save(state));
    }
    const better = (state.sums[1] ?? 0) > (state.sums[0] ?? 0) ? 'logistic' : 'prototype';
    const kind = options.head === 'auto' ? better : options.head;
    const { shot_selection_strategy: strategy, num_shots } = options;
    const shots =
      strategy === 'random'
        ? drawShots(members, num_shots, state.random)
        : members.flatMap((own) => chooseShots(pool.joined, own, num_shots, strategy));
    const head = await learnHead(kind, pool, shots, { classCount, l2: options.l2, pause });
    return {
      files: {
        'model.bin': writeFewShot({ classes: classification.classes, options, head, vocabulary, embedding, pool }),
      },
      steps: state.step,
      lossFinal: 1 - Math.max(...state.sums) / state.step,
      parameterCount: head.weights.length,
      counts: { train_examples: shots.length, pool_examples: pool.labels.length, ...texts.skipped },
    };
  },

  async evaluate({ model, test, task, seed, pause = createPause(), openEncoder }) {
    const read = await readFewShot(model, openEncoder);
    return judgeFewShot(read, await collectLabelled(test(), classificationOf(task, 'few_shot')), { seed, pause });
  },

  async predict({ model, texts, openEncoder }) {
    const { classes, head, vocabulary, embedding } = await readFewShot(model, openEncoder);
    const { joined } = await rowsOf(texts, { vocabulary, embedding, pause: createPause() });
    return scoresOfHead(head, joined, classes.length).map((scores) => toPrediction(classes, scores));
  },
};

async function drawPool(
  { texts, labels }: LabelledTexts,
  { classCount, vocabulary, embedding, size, seed, pause }: PoolOptions,
): Promise<FewShotRows> {
  const random = new Random(seed);
  const drawn = membersOf(labels, classCount).flatMap((own) => drawSome(own, size, random).sort((a, b) => a - b));
  const picked = drawn.map((i) => texts[i] ?? '');
  return {
    ...(await rowsOf(picked, { vocabulary, embedding, pause })),
    labels: Uint16Array.from(drawn, (i) => labels[i] ?? 0),
  };
}

interface PoolOptions {
  classCount: number;
  vocabulary: FewShotModel['vocabulary'];
  embedding: FewShotModel['embedding'];
  size: number;
  seed: number;
  pause: Pause;
}

/** Every class needs its shots and one text more to ask about. */
function checkSupply({ labels }: LabelledTexts, classes: readonly string[], { num_shots }: FewShotSettings): void {
  const members = membersOf(labels, classes.length);
  const poor = classes.filter((_, c) => (members[c]?.length ?? 0) <= num_shots);
  if (poor.length === 0) return;
  throw new PipelineError(
    'StyleUnsupported',
    `few_shot needs more than num_shots (${num_shots}) labelled texts of each class; ${poor.length} of ${classes.length} classes have fewer: lower num_shots or give more texts`,
  );
}

interface State {
  step: number;
  sums: Float64Array;
  random: Random;
}

function save({ step, sums, random }: State): Uint8Array {
  return writeTensors({ meta: { step }, tensors: { sums, random: random.save() } });
}

function restore(bytes: Uint8Array): State {
  const { meta, tensors } = readTensors(bytes);
  const { sums, random } = tensors as { sums: Float64Array; random: Uint32Array };
  return { step: (meta as { step: number }).step, sums, random: new Random(random) };
}
