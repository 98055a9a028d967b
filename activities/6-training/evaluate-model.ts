import { readFile } from 'node:fs/promises';
import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { Evaluation } from '../../contracts/training.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';

type Input = Parameters<PipelineActivities['evaluateModel']>[0];

/** Judges the model on the test split, which no trainer was given, beside baselines on the same records. */
export const evaluateModel = defineActivity<Input, { evaluation: Evaluation }>({
  name: 'evaluateModel',
  version: 2,
  keyOf: ({ splits, model, config }, deps) => ({
    test: splits.test.sha256,
    model: model.map(({ name, sha256 }) => [name, sha256]),
    config,
    style_version: deps.styles.find((style) => style.id === config.style)?.version,
  }),
  async run({ splits, model, config }, deps, { pause }) {
    const style = deps.styles.find((candidate) => candidate.id === config.style);
    if (!style) throw new PipelineError('StyleUnsupported', `style ${config.style} is not installed here`);
    const files: Record<string, Uint8Array> = {};
    for (const { name, uri } of model) files[name] = await readFile(deps.storage.localPath(uri));
    const evaluation = await style.evaluate({
      model: files,
      test: () => readRecords(deps.storage, splits.test),
      task: config.task,
      seed: config.seed,
      pause,
      openEncoder: deps.openEncoder,
    });
    return { evaluation };
  },
});
