import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import { applyAdaGrad, createEncoder, type Encoder, infoNce } from '../../learning/encoder.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import { fitVocabulary, toTfIdf } from '../../learning/tfidf.ts';
import type { TrainingStyle } from '../kinds.ts';
import { collectTurnPairs } from './examples.ts';
import { assessByRequirements, REQUIREMENTS } from './requirements.ts';
import { judgeRetrieval } from './self-supervised-evaluation.ts';

const SettingsSchema = z.strictObject({
  num_epochs: z.int().min(1).max(1000).default(3).describe('Passes over the pairs of turns'),
  batch_size: z
    .int()
    .min(2)
    .max(1024)
    .default(64)
    .describe('Pairs in a batch; the other answers of the batch are the negatives'),
  learning_rate: z.number().gt(0).max(1).default(0.01).describe('Learning rate of AdaGrad'),
  contrastive_temperature: z
    .number()
    .gt(0)
    .max(10)
    .default(0.07)
    .describe('Temperature of the softmax over similarities'),
  projection_dim: z.int().min(8).max(1024).default(128).describe('Dimensions of a vector'),
  max_vocabulary: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(20_000)
    .describe('Most words and word pairs that have a vector'),
  min_document_frequency: z.int().min(1).max(1000).default(2).describe('Turns a term must stand in'),
});

/** Contrastive learning of turn vectors: a turn lies close to the turn that answered it. */
export const selfSupervisedStyle: TrainingStyle = {
  id: 'self_supervised',
  version: '1',
  description: 'Dual encoder over words, trained by InfoNCE on pairs of neighbouring turns',
  settings: SettingsSchema,
  requirements: REQUIREMENTS.self_supervised,
  assess: (facts) => assessByRequirements('self_supervised', facts),

  async train({ train, settings, seed, checkpoint, hooks }) {
    const options = SettingsSchema.parse(settings);
    const pairs = await collectTurnPairs(train());
    const count = pairs.first.length;
    if (count < 2)
      throw new PipelineError('StyleUnsupported', `self_supervised training needs pairs of turns; there are ${count}`);
    const vocabulary = fitVocabulary([...pairs.first, ...pairs.second], {
      documentsMin: options.min_document_frequency,
      termsMax: options.max_vocabulary,
    });
    const first = toTfIdf(pairs.first, vocabulary);
    const second = toTfIdf(pairs.second, vocabulary);
    const dim = options.projection_dim;

    const saved = checkpoint && readTensors(checkpoint.bytes);
    const random = new Random(saved ? (saved.tensors.random as Uint32Array) : seed);
    const encoder = saved ? restore(saved.tensors, dim) : createEncoder(vocabulary.terms.length, dim, random);
    const order = saved ? (saved.tensors.order as Uint32Array) : Uint32Array.from({ length: count }, (_, i) => i);
    const batches = Math.max(1, Math.floor(count / options.batch_size));
    const size = Math.min(options.batch_size, count);
    const total = batches * options.num_epochs;
    hooks.onTotal(total);
    let loss = saved ? (saved.meta as { loss: number }).loss : Number.NaN;
    for (let step = checkpoint?.step ?? 0; step < total; step++) {
      const batch = step % batches;
      if (batch === 0) random.shuffle(order);
      const gradients = infoNce(
        encoder,
        first,
        second,
        order.subarray(batch * size, (batch + 1) * size),
        options.contrastive_temperature,
      );
      applyAdaGrad(encoder, gradients, options.learning_rate);
      loss = gradients.loss;
      await hooks.afterStep(step + 1, loss, () =>
        writeTensors({ meta: { loss }, tensors: { ...stateOf(encoder), order, random: random.save() } }),
      );
    }
    const { table, map } = encoder;
    const model = writeTensors({
      meta: { format: 'dual-encoder-1', dim, terms: vocabulary.terms },
      tensors: { table, map, idf: vocabulary.idf },
    });
    return {
      files: { 'model.bin': model },
      steps: total,
      lossFinal: Number.isFinite(loss) ? loss : null,
      parameterCount: table.length + map.length,
    };
  },

  async evaluate({ model, test, seed }) {
    const bytes = model['model.bin'];
    if (!bytes) throw new Error('model.bin is missing');
    const { meta, tensors } = readTensors(bytes);
    const { dim, terms } = meta as { dim: number; terms: string[] };
    const { table, map, idf } = tensors as Record<string, Float32Array>;
    if (!table || !map || !idf) throw new Error('model.bin lacks a tensor');
    return judgeRetrieval(
      { encoder: { dim, table, map }, vocabulary: { terms, idf } },
      await collectTurnPairs(test()),
      seed,
    );
  },
};

function stateOf({ table, map, tableSums, mapSums }: Encoder) {
  return { table, map, tableSums, mapSums };
}

function restore(tensors: Record<string, unknown>, dim: number): Encoder {
  const { table, map, tableSums, mapSums } = tensors as Record<string, Float32Array>;
  if (!table || !map || !tableSums || !mapSums) throw new Error('checkpoint lacks a tensor');
  return { dim, table, map, tableSums, mapSums };
}
