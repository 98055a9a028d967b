import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DeidentificationReportSchema } from '../contracts/deidentification.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { OperationOutput } from '../contracts/operations.ts';
import { UNTRUSTED_NOTICE } from '../contracts/operations-privacy.ts';
import { TARGET_ROWS, type TargetRow } from '../contracts/target-formats.ts';
import type { Storage } from '../plugins/kinds.ts';
import { openArtifact } from './stored-files.ts';

type Samples = OperationOutput<'samples'>;

/** Our choices: enough to see what a dataset is like, too little to take it away by. */
const SAMPLES = 3;
const TURNS_MAX = 12;
const CHARS_MAX = 600;

/**
 * A few training records of a run, from its standardized file, so de-identified and without what the stages dropped.
 *
 * Errors: NotAllowed (identifiers were left as they were), ArtifactNotFound (there is no such file, or not yet).
 */
export async function readSamples(
  results: Pick<OperationOutput<'results'>, 'execution_id' | 'preprocessing' | 'target_files'>,
  { storage, limit = SAMPLES }: { storage: Pick<Storage, 'localPath' | 'exists'>; limit?: number | undefined },
): Promise<Samples> {
  const { execution_id, target_files = [] } = results;
  const level = DeidentificationReportSchema.shape.privacy_level.safeParse(
    (results.preprocessing?.privacy as { privacy_level?: unknown } | null | undefined)?.privacy_level,
  );
  if (level.data === 'none') {
    throw new PipelineError(
      'NotAllowed',
      `run ${execution_id} left identifiers as they were: no record of it is shown`,
    );
  }
  const train = target_files.find(({ format, split }) => format === 'chatml' && split === 'train');
  if (!level.success || train === undefined) {
    const why = 'it has standardized no records, or not as chatml';
    throw new PipelineError('ArtifactNotFound', `run ${execution_id} has no records to show: ${why}`);
  }
  const { path, artifact } = await openArtifact(storage, [train.file], { name: train.file.name, of: execution_id });
  const samples: Samples['samples'] = [];
  for (const line of await linesAcross(path, { bytes: artifact.byte_count, count: limit }))
    samples.push(toSample(TARGET_ROWS.chatml.parse(JSON.parse(line))));
  return {
    ...{ untrusted: true, notice: UNTRUSTED_NOTICE, execution_id },
    ...{ privacy_level: level.data, record_count: train.row_count, samples },
  };
}

/** Lines from places evenly apart, each once: of a file of any size only so many are read. */
async function linesAcross(path: string, { bytes, count }: { bytes: number; count: number }): Promise<Set<string>> {
  const found = new Set<string>();
  for (let i = 0; i < count; i++) {
    const start = Math.floor((i * bytes) / count);
    const stream = createReadStream(path, { start });
    // A place within a line: the next one is the first whole one.
    let isWhole = start === 0;
    for await (const line of createInterface({ input: stream })) {
      if (isWhole) {
        found.add(line);
        break;
      }
      isWhole = true;
    }
    stream.destroy();
  }
  return found;
}

function toSample({ id, messages, labels = {} }: TargetRow<'chatml'>): Samples['samples'][number] {
  const shown = messages.slice(0, TURNS_MAX).map(({ role, content }) => ({ role, content: clip(content) }));
  const cut = shown.length < messages.length || shown.some(({ content }, i) => content !== messages[i]?.content);
  return { record_id: id, messages: shown, labels, cut };
}

const clip = (text: string) => (text.length > CHARS_MAX ? `${text.slice(0, CHARS_MAX).toWellFormed()}…` : text);
