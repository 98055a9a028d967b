import { createHash } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelLineage, PipelineActivities } from '../../contracts/activities.ts';
import type { Artifact } from '../../contracts/artifacts.ts';
import { canonicalJson } from '../../contracts/canonical-json.ts';
import { type ActivityIo, defineActivity } from '../define.ts';
import { toModelCard } from './model-card.ts';

type Input = Parameters<PipelineActivities['registerModel']>[0];

/** Puts model, metrics, configuration, lineage and card into one folder, named by the content of the model. */
export const registerModel = defineActivity<Input, { model_id: string; artifacts: Artifact[] }>({
  name: 'registerModel',
  version: 1,
  keyOf: ({ lineage }) => lineage,
  async run({ lineage }, deps, io) {
    const folder = await io.folder();
    const artifacts: Artifact[] = [];
    for (const file of lineage.outcome.model) {
      await copyFile(deps.storage.localPath(file.uri), join(folder, file.name));
      artifacts.push({ ...file, uri: `${io.objectName}/${file.name}` });
    }
    const model_id = modelId(lineage);
    const { evaluation, config, outcome, ...rest } = lineage;
    const texts: Record<string, string> = {
      'metrics.json': pretty({ model_id, evaluation, training: { ...outcome, model: undefined } }),
      'config.json': pretty({ model_id, config }),
      'lineage.json': pretty({ model_id, ...rest }),
      'README.md': toModelCard(model_id, lineage),
    };
    for (const [name, text] of Object.entries(texts)) artifacts.push(await writeText(io, folder, name, text));
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
    media_type: name.endsWith('.md') ? 'text/markdown' : 'application/json',
  };
}

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
