import type { Caller, OperationAnswer } from '../http.ts';
import { UsageError } from './arguments.ts';
import { watchRun } from './watch.ts';

type Files = OperationAnswer<'model'>['artifacts'];

/**
 * Trains a model again, from the first byte of its data, and compares the files of the model by hash.
 *
 * The new run computes every stage anew (`from_stage` is the first one). It stops where the run needs a person.
 */
export async function reproduce({
  call,
  modelId,
  signal,
  out,
}: {
  call: Caller;
  modelId: string;
  signal: AbortSignal;
  out: NodeJS.WriteStream;
}) {
  if (modelId === '') throw new UsageError('reproduce needs the id of a model; see pipeline models');
  const before = await call('model', { model_id: modelId }, { signal });
  const { execution_id } = await call(
    'rerun',
    { execution_id: before.execution_id, from_stage: 'dataset_ingestion' },
    { signal },
  );
  const state = await watchRun({ call, executionId: execution_id, out, signal, json: false });
  if (state.status !== 'completed') return { identical: false, execution_id, reason: `the run is ${state.status}` };
  const { artifacts } = await call('artifacts', { execution_id }, { signal });
  const differing = modelFiles(before.artifacts).filter(
    ({ name, sha256 }) => artifacts.find((file) => file.name === name)?.sha256 !== sha256,
  );
  return {
    identical: differing.length === 0,
    execution_id,
    files: modelFiles(before.artifacts).length,
    ...(differing.length > 0 && { reason: `other bytes in ${differing.map(({ name }) => name).join(', ')}` }),
  };
}

/** The model itself: reports name the run and its times, which differ on purpose. */
const modelFiles = (artifacts: Files) => artifacts.filter(({ media_type }) => !/markdown|json|html/.test(media_type));
