import { randomUUID } from 'node:crypto';
import type { IngestOutput } from '../contracts/activities.ts';
import type { ConsentImpact, WithdrawalReceipt, WithdrawalRequest } from '../contracts/consent.ts';
import { jobName } from '../contracts/ids.ts';
import { ModelEntrySchema } from '../contracts/registry.ts';
import type { StateStore, StoredOutput } from '../plugins/state-kinds.ts';
import type { Dependencies } from './define.ts';
import { codeOf, createWithdrawalFilter, keyedOf } from './privacy.ts';
import { readRecords } from './records-io.ts';
import { type ResultCache, urisOf } from './result-cache.ts';

type Parts = Pick<Dependencies, 'state' | 'storage' | 'pseudonymKey' | 'clock'>;
type Cache = Pick<ResultCache, 'drop'>;
type Wanted = Pick<WithdrawalRequest, 'kind' | 'id' | 'dataset'>;

/**
 * Records a withdrawal and answers a receipt with all that was made of the data. From then on runs leave the records out
 * (their outputs have other keys), what was made before is blocked and no longer served, and a run that is under way
 * does not train. A model stays blocked; a rerun of its run trains one without the data.
 *
 * Withdrawing twice is harmless: each gives a receipt of its own.
 */
export async function withdrawConsent(
  request: WithdrawalRequest,
  parts: Parts & { results: Cache },
): Promise<WithdrawalReceipt> {
  const { state } = parts;
  const { kind, dataset = null, by, reason } = request;
  const receipt_id = randomUUID();
  const at = new Date(parts.clock()).toISOString();
  const code = codeOf(keyedOf(parts), kind, request.id);
  // First of all: a run that starts while the rest is looked up leaves the data out already.
  state.withdraw({ receipt_id, kind, code, file: dataset, at, by, reason });
  const { runs, outputs } = await trace(request, parts);
  const keys = outputs.map(({ key }) => key);
  state.block({ keys, runs, receipt_id });
  // Blocked they are served by no tier. Where one is away and keeps them until they run out, the trail says so.
  const purged = await parts.results.drop(keys).then(
    () => true,
    () => false,
  );
  const impact = await consentImpact(request, parts);
  for (const { model_id } of impact.models) blockModel(model_id, { state, at });
  state.audit({
    at,
    action: 'consent_withdrawn',
    by,
    run_id: null,
    detail: {
      receipt_id,
      kind,
      dataset,
      reason,
      runs: runs.length,
      cache_purged: purged,
      models: impact.models.map(({ model_id }) => model_id),
    },
  });
  return { receipt_id, at, kind, code, dataset, by, reason, impact };
}

/** A blocked model answers nothing at any door. */
function blockModel(modelId: string, { state, at }: { state: StateStore; at: string }): void {
  const entry = state.findDocument('model', modelId);
  if (entry === undefined) return;
  const blocked = { reason: 'consent for data it was trained on was withdrawn', at };
  state.putDocument('model', modelId, { ...ModelEntrySchema.parse(entry), blocked });
}

/** All that was made with the data of a subject or record. Changes nothing. */
export async function consentImpact(wanted: Wanted, parts: Parts): Promise<ConsentImpact> {
  const { state, storage } = parts;
  const { datasets, runs, outputs } = await trace(wanted, parts);
  const jobs = await Promise.all(runs.map((run) => storage.list(jobName(run))));
  return {
    datasets,
    outputs: outputs.map(({ key, activity, output }) => ({
      key,
      activity,
      blocked: state.blockedBy(key) !== null,
      uris: urisOf(output),
    })),
    runs,
    models: modelsOf(outputs, state),
    jobs: jobs.flat(),
  };
}

/**
 * From the ingested sets that hold a matching record to the runs that used them, and from there to all those runs used
 * or made. Later sets carry keyed ids and can be reached this way alone. Cost: reads the ingested sets once.
 */
async function trace({ kind, id, dataset }: Wanted, parts: Parts) {
  const { state, storage } = parts;
  const keyed = keyedOf(parts);
  const code = codeOf(keyed, kind, id);
  const matches = createWithdrawalFilter(keyed, [
    { receipt_id: '', kind, code, file: dataset ?? null, at: '', by: '', reason: '' },
  ]);
  const datasets: ConsentImpact['datasets'] = [];
  const keys: string[] = [];
  for (const { key, output } of state.outputsOf('ingestDataset')) {
    const { records, source } = output as IngestOutput;
    if (dataset !== undefined && source.file !== dataset) continue;
    let matching_records = 0;
    for (const shard of records.shards) {
      // Shards that were removed hold nobody's data any more.
      if (!(await storage.exists(shard.uri))) continue;
      for await (const record of readRecords(storage, { ...records, shards: [shard] }))
        if (matches(record)) matching_records += 1;
    }
    if (matching_records === 0) continue;
    keys.push(key);
    datasets.push({ file: source.file, records_sha256: records.sha256, matching_records });
  }
  const runs = state.runsUsing(keys);
  return { datasets, runs, outputs: state.outputsUsedBy(runs) };
}

function modelsOf(outputs: readonly StoredOutput[], state: StateStore): ConsentImpact['models'] {
  return outputs.flatMap(({ key, activity, output }) => {
    if (activity !== 'registerModel') return [];
    const { model_id } = output as { model_id: string };
    return [{ model_id, status: state.blockedBy(key) === null ? ('in_use' as const) : ('blocked' as const) }];
  });
}
