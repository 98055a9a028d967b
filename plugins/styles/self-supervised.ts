import type { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import {
  applyAdaGrad,
  createEncoder,
  type Encoder,
  type EncoderArrays,
  infoNce,
  type Pairs,
} from '../../learning/encoder.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { collectTurnPairs, type TurnPairs } from './examples.ts';
import { createPause, fitTerms, weighTerms } from './features.ts';
import { collectMaskedPairs, type Masking } from './masked-pairs.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { judgeRetrieval, rankReplies } from './self-supervised-evaluation.ts';
import { judgeProbe, trainProbe, withProbe } from './self-supervised-probe.ts';
import { SelfSupervisedSettingsSchema } from './self-supervised-settings.ts';
import { templatesOf } from './templates.ts';

/** Contrastive learning of turns: a turn comes to lie close to the turn that answered it, or a text to what was taken out of it. No labels. */
export const selfSupervisedStyle: TrainingStyle = {
  id: 'self_supervised',
  version: '6',
  description:
    'Dual encoder that starts as TF-IDF cosine, trained by InfoNCE on neighbouring turns or on texts and words taken out of them',
  settings: SelfSupervisedSettingsSchema,
  templates: templatesOf('self_supervised'),
  requirements: REQUIREMENTS.self_supervised,
  assess: (facts) => assessStyle('self_supervised', facts),

  async train({ train, settings, seed, checkpoint, hooks }) {
    const options = SelfSupervisedSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const { masking, pairs: found } = await pairsToLearn(train, options, seed);
    const { first, second, firstIds, secondIds, skipped } = found;
    const count = first.length;
    if (count < 2)
      throw new PipelineError(
        'StyleUnsupported',
        `self_supervised training needs ${masking ? 'texts of four words or more' : 'pairs of turns'}; there are ${count}`,
      );
    const vocabulary = await fitTerms(
      [...first, ...second],
      { documentsMin: options.min_document_frequency, termsMax: options.max_vocabulary },
      pause,
    );
    const pairs: Pairs = {
      first: await weighTerms(first, vocabulary, pause),
      second: await weighTerms(second, vocabulary, pause),
      firstIds,
      secondIds,
    };
    const size = Math.min(options.batch_size, count);
    // The rest of an epoch that fills no batch has its turn in another one, by the order drawn then.
    const batches = Math.floor(count / size);
    const total = batches * options.num_epochs;
    hooks.onTotal(total);

    const state = checkpoint
      ? restore(checkpoint.bytes)
      : begin({ terms: vocabulary.terms.length, count, seed, dim: options.projection_dim });
    const rates = { tables: options.learning_rate, termWeights: options.term_learning_rate };
    for (let step = checkpoint?.step ?? 0; step < total; step++) {
      const at = step % batches;
      if (at === 0) state.random.shuffle(state.order);
      const batch = state.order.subarray(at * size, (at + 1) * size);
      const gradients = infoNce(state.encoder, pairs, { batch, temperature: options.contrastive_temperature });
      applyAdaGrad(state.encoder, { gradients, sums: state.sums }, rates);
      state.loss = gradients.loss;
      await hooks.afterStep(step + 1, state.loss, () => save(state));
    }
    const { dim, ...arrays } = state.encoder;
    const model = writeTensors({
      meta: { format: 'dual-encoder-2', dim, terms: vocabulary.terms, ...(masking && { masking }) },
      tensors: { ...arrays, idf: vocabulary.idf },
    });
    const probe = await trainProbe(train, { encoder: state.encoder, vocabulary }, pause);
    return {
      files: { 'model.bin': model, ...(probe && { 'probe.bin': probe }) },
      steps: total,
      lossFinal: Number.isFinite(state.loss) ? state.loss : null,
      parameterCount: Object.values(arrays).reduce((sum, { length }) => sum + length, 0),
      counts: { train_pairs: count, ...skipped },
    };
  },

  async evaluate({ model, test, seed, pause = createPause() }) {
    const read = readModel(model);
    const { masking } = read;
    const pairs = masking ? await collectMaskedPairs(test(), masking, seed) : await collectTurnPairs(test());
    const retrieval = await judgeRetrieval(read, pairs, { seed, pause });
    return withProbe(retrieval, await judgeProbe(model['probe.bin'], read, { test, seed, pause }));
  },

  ranksReplies: true,
  async predict({ model, texts, candidates }) {
    if (candidates === null) {
      throw new PipelineError('StyleUnsupported', 'the model ranks replies to a text; give candidates');
    }
    const similarities = await rankReplies(readModel(model), { texts, candidates });
    return similarities.map((scores) => toPrediction(candidates, scores));
  },
};

/** Turns and their answers, or texts and what is taken out of them; null for the masking where nothing is. */
async function pairsToLearn(
  train: () => AsyncIterable<ConversationRecord>,
  options: z.infer<typeof SelfSupervisedSettingsSchema>,
  seed: number,
): Promise<{ masking: Masking | null; pairs: TurnPairs }> {
  const { pretext, masking_ratio: ratio = 0.15, masking_strategy: strategy = 'random' } = options;
  if (pretext !== 'masked_terms') {
    const pairs = await collectTurnPairs(train());
    if (pretext === 'next_turn' || pairs.first.length >= 2) return { masking: null, pairs };
  }
  const masking = { ratio, strategy };
  return { masking, pairs: await collectMaskedPairs(train(), masking, seed) };
}

function readModel(model: Readonly<Record<string, Uint8Array>>) {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { dim, terms, masking } = meta as { dim: number; terms: string[]; masking?: Masking };
  const { idf } = tensors;
  if (!(idf instanceof Float32Array)) throw new Error('model.bin lacks idf');
  return { encoder: { dim, ...arraysOf(tensors) }, vocabulary: { terms, idf }, masking: masking ?? null };
}

/** Everything a training consists of between two steps. */
interface State {
  encoder: Encoder;
  /** AdaGrad's sums of squares. */
  sums: EncoderArrays;
  /** Pairs in the order of this epoch. */
  order: Uint32Array;
  random: Random;
  loss: number;
}

function begin(facts: { terms: number; count: number; seed: number; dim: number }): State {
  const random = new Random(facts.seed);
  const encoder = createEncoder(facts.terms, facts.dim, random);
  const sums = {
    termWeights: new Float32Array(encoder.termWeights.length),
    firstTable: new Float32Array(encoder.firstTable.length),
    secondTable: new Float32Array(encoder.secondTable.length),
  };
  return { encoder, sums, order: Uint32Array.from({ length: facts.count }, (_, i) => i), random, loss: Number.NaN };
}

function save({ encoder: { dim, ...arrays }, sums, order, random, loss }: State): Uint8Array {
  const named = Object.fromEntries(Object.entries(sums).map(([name, data]) => [`${SUMS}${name}`, data]));
  return writeTensors({ meta: { dim, loss }, tensors: { ...arrays, ...named, order, random: random.save() } });
}

function restore(bytes: Uint8Array): State {
  const { meta, tensors } = readTensors(bytes);
  const { dim, loss } = meta as { dim: number; loss: number };
  const { order, random } = tensors;
  if (!(order instanceof Uint32Array && random instanceof Uint32Array)) throw new Error('checkpoint lacks its order');
  const encoder = { dim, ...arraysOf(tensors) };
  return { encoder, sums: arraysOf(tensors, SUMS), order, random: new Random(random), loss };
}

const SUMS = 'sums.';

function arraysOf(tensors: Record<string, unknown>, prefix = ''): EncoderArrays {
  const [termWeights, firstTable, secondTable] = ['termWeights', 'firstTable', 'secondTable'].map(
    (name) => tensors[`${prefix}${name}`],
  );
  if (
    !(termWeights instanceof Float32Array && firstTable instanceof Float32Array && secondTable instanceof Float32Array)
  )
    throw new Error('the encoder lacks an array');
  return { termWeights, firstTable, secondTable };
}
