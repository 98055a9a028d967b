import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import type { Artifact } from '../contracts/artifacts.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { ModelEntry } from '../contracts/registry.ts';
import type { Storage } from '../plugins/kinds.ts';

/** A stored file as an answer: the door sends its bytes, whole or by range. */
export class FileAnswer {
  readonly path: string;
  readonly artifact: Artifact;

  constructor(path: string, artifact: Artifact) {
    this.path = path;
    this.artifact = artifact;
  }
}

/** Errors: ArtifactNotFound where the name is none of the files, or the bytes are gone. */
export async function openArtifact(
  storage: Pick<Storage, 'localPath' | 'exists'>,
  artifacts: readonly Artifact[],
  { name, of }: { name: string; of: string },
): Promise<FileAnswer> {
  const artifact = artifacts.find((candidate) => candidate.name === name);
  if (!artifact) {
    const names = artifacts.map((candidate) => candidate.name).join(', ');
    throw new PipelineError('ArtifactNotFound', `${of} has no file ${name}; it has ${names || 'none yet'}`);
  }
  if (!(await storage.exists(artifact.uri))) {
    throw new PipelineError('ArtifactNotFound', `the bytes of ${name} of ${of} are gone from storage`);
  }
  return new FileAnswer(storage.localPath(artifact.uri), artifact);
}

/** Our choice: a handful of models of the embedded trainer's size. */
const MODEL_BYTES_MAX = 512 * 1024 * 1024;

/** Reads the files of models and keeps those used last: a model that answers is asked again. */
export function createModelFiles(storage: Pick<Storage, 'localPath'>) {
  const cache = new LRUCache<string, Record<string, Uint8Array>>({
    maxSize: MODEL_BYTES_MAX,
    sizeCalculation: (files) => Object.values(files).reduce((sum, { length }) => sum + length, 1),
  });
  return async ({ model_id, artifacts }: ModelEntry): Promise<Record<string, Uint8Array>> => {
    const kept = cache.get(model_id);
    if (kept) return kept;
    const files: Record<string, Uint8Array> = {};
    for (const { name, uri } of artifacts) {
      files[name] = await readFile(storage.localPath(uri)).catch((error) => {
        throw new PipelineError('ArtifactNotFound', `${name} of ${model_id} cannot be read`, { cause: error });
      });
    }
    cache.set(model_id, files);
    return files;
  };
}
