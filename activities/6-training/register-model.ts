import { createHash } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgePromotion } from '../../analysis/promotion.ts';
import type { ModelLineage, PipelineActivities } from '../../contracts/activities.ts';
import type { Artifact } from '../../contracts/artifacts.ts';
import { canonicalJson } from '../../contracts/canonical-json.ts';
import type { ModelEntry } from '../../contracts/registry.ts';
import { type ActivityIo, defineActivity } from '../define.ts';
import { toModelCard } from './model-card.ts';
import { encoderOf } from './model-card-data.ts';
import { modelPlots } from './model-plots.ts';

type Input = Parameters<PipelineActivities['registerModel']>[0];

/**
 * Puts model, metrics, configuration, lineage, plots and card into one folder, named by the content of the model, and enters
 * the model in the registry with its gates. A model that was registered before keeps its entry, promotions and all.
 */
export const registerModel = defineActivity<Input, { model_id: string; artifacts: Artifact[] }>({
  name: 'registerModel',
  version: 5,
  keyOf: ({ lineage }) => lineage,
  async run({ context, lineage }, deps, io) {
    const folder = await io.folder();
    const artifacts: Artifact[] = [];
    for (const file of lineage.outcome.model) {
      await copyFile(deps.storage.localPath(file.uri), join(folder, file.name));
      artifacts.push({ ...file, uri: `${io.objectName}/${file.name}` });
    }
    const model_id = modelId(lineage);
    const judged = judgePromotion(lineage);
    const { evaluation, config, outcome, ...rest } = lineage;
    const encoder = encoderOf(config);
    const plots = modelPlots(lineage);
    const texts: Record<string, string> = {
      'metrics.json': pretty({ model_id, evaluation, ...judged, training: { ...outcome, model: undefined } }),
      'config.json': pretty({ model_id, config }),
      'lineage.json': pretty({ model_id, ...rest, ...(encoder && { encoder }) }),
      ...plots,
      'README.md': toModelCard(model_id, lineage, { ...judged, plots: Object.keys(plots) }),
    };
    for (const [name, text] of Object.entries(texts)) artifacts.push(await writeText(io, folder, name, text));
    io.guard();
    if (deps.state.findDocument('model', model_id) === undefined) {
      const entry: ModelEntry = {
        model_id,
        created_at: new Date(deps.clock()).toISOString(),
        execution_id: context.execution_id,
        style: config.style,
        task: config.task,
        dataset: {
          name: lineage.dataset_name,
          file: lineage.source.file,
          sha256: lineage.source.sha256,
          category: lineage.categorization.category,
        },
        primary_metric: evaluation.primary_metric,
        scores: evaluation.scores,
        gain_over_baseline: evaluation.gain_over_baseline,
        ...judged,
        promotions: [],
        blocked: null,
        artifacts,
      };
      deps.state.putDocument('model', model_id, entry);
    }
    return { model_id, artifacts };
  },
});

/** Equal model bytes on equal data have equal names. */
function modelId({ outcome, splits, config }: ModelLineage): string {
  const facts = { model: outcome.model.map(({ name, sha256 }) => [name, sha256]), train: splits.train.sha256, config };
  return `model-${createHash('sha256').update(canonicalJson(facts)).digest('hex').slice(0, 16)}`;
}

async function writeText(io: ActivityIo, folder: string, name: string, text: string): Promise<Artifact> {
  const bytes = Buffer.from(text);
  await writeFile(join(folder, name), bytes);
  return {
    name,
    uri: `${io.objectName}/${name}`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    byte_count: bytes.length,
    media_type: MEDIA_TYPES[name.slice(name.lastIndexOf('.'))] ?? 'application/json',
  };
}

const MEDIA_TYPES: Record<string, string> = { '.md': 'text/markdown', '.svg': 'image/svg+xml' };

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
