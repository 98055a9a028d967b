import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toCroissant } from '../../analysis/croissant.ts';
import { toDatasetCard } from '../../analysis/dataset-card.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Artifact } from '../../contracts/artifacts.ts';
import type { DatasetEntry } from '../../contracts/registry.ts';
import { type RegisteredDataset, RegisteredDatasetSchema } from '../../contracts/tasks.ts';
import { type ActivityIo, type Dependencies, defineActivity } from '../define.ts';

type Input = Parameters<PipelineActivities['registerDataset']>[0];

/** Writes the card and the Croissant description, and enters the dataset in the registry: other bytes are a new version. */
export const registerDataset = defineActivity<Input, DatasetEntry>({
  name: 'registerDataset',
  version: 2,
  // The task's own id: registering again is asked for on purpose, and looks at the entry as it is then.
  keyOf: ({ context, request, measured }) => ({ task: context.execution_id, request, source: measured.source }),
  async run({ request, measured }, deps, io) {
    const before = findRegistered(deps, request.dataset_id)?.entry;
    const { sha256, byte_count } = measured.source;
    const isSame = before?.sha256 === sha256;
    const registered_at = new Date(deps.clock()).toISOString();
    const entry: Omit<DatasetEntry, 'artifacts'> = {
      dataset_id: request.dataset_id,
      name: request.name,
      description: request.description,
      dataset_path: request.dataset_path,
      version: before ? before.version + (isSame ? 0 : 1) : 1,
      sha256,
      byte_count,
      registered_at: isSame ? before.registered_at : registered_at,
      registered_by: request.by,
      uploaded: request.uploaded,
      earlier_versions:
        before && !isSame
          ? [
              ...before.earlier_versions,
              { version: before.version, sha256: before.sha256, registered_at: before.registered_at },
            ]
          : (before?.earlier_versions ?? []),
    };
    const artifacts = [
      await writeText(io, { name: 'README.md', media_type: 'text/markdown', text: toDatasetCard(entry, measured) }),
      await writeText(io, {
        name: 'croissant.json',
        media_type: 'application/ld+json',
        text: `${JSON.stringify(toCroissant(entry, measured), null, 2)}\n`,
      }),
    ];
    const registered: RegisteredDataset = { entry: { ...entry, artifacts }, measured };
    io.guard();
    deps.state.putDocument('dataset', request.dataset_id, registered);
    return registered.entry;
  },
});

function findRegistered(deps: Dependencies, datasetId: string): RegisteredDataset | undefined {
  const found = deps.state.findDocument('dataset', datasetId);
  return found === undefined ? undefined : RegisteredDatasetSchema.parse(found);
}

async function writeText(
  io: ActivityIo,
  { name, media_type, text }: { name: string; media_type: string; text: string },
): Promise<Artifact> {
  const bytes = Buffer.from(text);
  await writeFile(join(await io.folder(), name), bytes);
  return {
    name,
    uri: `${io.objectName}/${name}`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    byte_count: bytes.length,
    media_type,
  };
}
