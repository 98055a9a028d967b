import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import { readTensors, tensorParts } from '../../learning/tensor-file.ts';
import { differences, FILES, writeWhole } from './job-files.ts';

const MetaSchema = z.object({
  step: z.int(),
  made_of: z.record(z.string(), z.string()).describe('Fingerprint of job and style'),
  loss_first: z.number().nullable(),
  loss_curve: z.array(z.object({ step: z.int(), loss: z.number() })),
  seconds: z.number().describe('Time spent on training up to here, all processes together'),
});
export type CheckpointMeta = z.infer<typeof MetaSchema>;

/** One file: what it belongs to and how far it is, and the style's own bytes, which hold model, optimiser and random state. */
export function saveCheckpoint(folder: string, meta: CheckpointMeta, state: Uint8Array): void {
  writeWhole(join(folder, FILES.checkpoint), ...tensorParts({ meta, tensors: { state } }));
}

/**
 * The checkpoint of the folder, or null where there is none, or none that can be read: that one is put aside and the
 * training starts afresh, because a file that is broken once is broken at every retry.
 *
 * Errors: `ConfigInvalid` naming what differs, where it was made from other data or settings.
 */
export function loadCheckpoint(
  folder: string,
  madeOf: Record<string, string>,
): { meta: CheckpointMeta; state: Uint8Array } | null {
  const path = join(folder, FILES.checkpoint);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const checkpoint = parseCheckpoint(bytes);
  if (checkpoint === undefined) {
    renameSync(path, `${path}.unreadable`);
    return null;
  }
  const other = differences(checkpoint.meta.made_of, madeOf);
  if (other.length > 0) {
    throw new PipelineError(
      'ConfigInvalid',
      `the checkpoint at step ${checkpoint.meta.step} was made with other ${other.join(', ')}; start the job in a new folder`,
      { facts: { differs: other } },
    );
  }
  return checkpoint;
}

function parseCheckpoint(bytes: Uint8Array): { meta: CheckpointMeta; state: Uint8Array } | undefined {
  try {
    const { meta, tensors } = readTensors(bytes);
    return tensors.state instanceof Uint8Array ? { meta: MetaSchema.parse(meta), state: tensors.state } : undefined;
  } catch {
    return undefined;
  }
}
