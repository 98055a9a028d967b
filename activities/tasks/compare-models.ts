import { readFile } from 'node:fs/promises';
import type { ModelLineage, PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { type ModelEntry, ModelEntrySchema } from '../../contracts/registry.ts';
import type { ModelComparison } from '../../contracts/tasks.ts';
import { type Dependencies, defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';

type Input = Parameters<PipelineActivities['compareModels']>[0];

/** Two models on the test split they share: one that either was trained on would not be held out. */
export const compareModels = defineActivity<Input, Omit<ModelComparison, 'cached'>>({
  name: 'compareModels',
  version: 1,
  keyOf: ({ model_a, model_b }) => ({ model_a, model_b }),
  async run({ model_a, model_b }, deps, { pause }) {
    const [a, b] = [await open(deps, model_a), await open(deps, model_b)];
    const refuse = (why: string) =>
      new PipelineError('ModelsNotComparable', `models ${model_a} and ${model_b} cannot be compared: ${why}`);
    if (a.splits.test.sha256 !== b.splits.test.sha256) {
      throw refuse('their runs held out different records; train both on the same dataset with the same seed');
    }
    const compared = await deps.comparePredictions({
      a: { style: a.style, model: a.model, task: a.entry.task },
      b: { style: b.style, model: b.model, task: b.entry.task },
      test: () => readRecords(deps.storage, a.splits.test),
      seed: COMPARISON_SEED,
      pause,
    });
    if (typeof compared === 'string') throw refuse(compared);
    return { model_a, model_b, ...compared };
  },
});

/** Fixed, so that comparing twice gives the same interval. */
const COMPARISON_SEED = 42;

async function open(deps: Dependencies, modelId: string) {
  const entry = findModel(deps, modelId);
  const style = deps.styles.find(({ id }) => id === entry.style);
  if (!style) throw new PipelineError('StyleUnsupported', `style ${entry.style} of ${modelId} is not installed here`);
  const read = (uri: string) =>
    readFile(deps.storage.localPath(uri)).catch((error) => {
      throw new PipelineError('ArtifactNotFound', `a file of ${modelId} cannot be read`, { cause: error });
    });
  const model: Record<string, Uint8Array> = {};
  let lineage: Pick<ModelLineage, 'splits'> | undefined;
  for (const { name, uri } of entry.artifacts) {
    const bytes = await read(uri);
    if (name === 'lineage.json') lineage = JSON.parse(bytes.toString()) as ModelLineage;
    else model[name] = bytes;
  }
  if (!lineage) throw new PipelineError('ArtifactNotFound', `${modelId} has no lineage.json`);
  return { entry, style, model, splits: lineage.splits };
}

function findModel(deps: Dependencies, modelId: string): ModelEntry {
  const found = deps.state.findDocument('model', modelId);
  if (found === undefined) throw new PipelineError('ModelNotFound', `no model has the id ${modelId}`);
  const entry = ModelEntrySchema.parse(found);
  if (entry.blocked) throw new PipelineError('ModelBlocked', `${modelId} is blocked: ${entry.blocked.reason}`);
  return entry;
}
