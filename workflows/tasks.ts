import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ActivityContext, PipelineActivities } from '../contracts/activities.ts';
import type { DatasetEntry } from '../contracts/registry.ts';
import type {
  DatasetDescription,
  DescribeDatasetInput,
  ModelComparison,
  RegisterDatasetInput,
} from '../contracts/tasks.ts';
import { STAGE_OPTIONS, TASK_OPTIONS } from './stage-options.ts';

const { ingestDataset } = proxyActivities<PipelineActivities>(STAGE_OPTIONS.ingestDataset);
const { categorizeDataset } = proxyActivities<PipelineActivities>(STAGE_OPTIONS.categorizeDataset);
const {
  describeDataset: describe,
  registerDataset: register,
  compareModels: compare,
} = proxyActivities<PipelineActivities>(TASK_OPTIONS);

/**
 * What a dataset is, without a run: read, profiled, categorized, held against the rules. The outputs are keyed, so a run
 * on the same bytes later finds them in the store. Nobody steers it: where an activity gives up, it fails at once.
 */
export async function describeDataset(input: DescribeDatasetInput): Promise<DatasetDescription> {
  return measure(contextOf(), input);
}

/** Measures a dataset and enters it in the registry. */
export async function registerDataset(input: RegisterDatasetInput): Promise<DatasetEntry> {
  const context = contextOf();
  const measured = await measure(context, input);
  const { cached: _, ...entry } = await register({ context, request: input, measured });
  return entry;
}

async function measure(context: ActivityContext, input: DescribeDatasetInput): Promise<DatasetDescription> {
  const { dataset_path, format = null, tables, columns, sample_size } = input;
  const ingest = await ingestDataset({
    ...{ context, dataset_path, format },
    ...(tables !== undefined && { tables }),
    ...(columns !== undefined && { columns }),
  });
  const { categorization } = await categorizeDataset({ context, records: ingest.records, sample_size });
  return describe({ context, request: input, ingest, categorization });
}

/** Two registered models on the held-out records they share. */
export async function compareModels(input: { model_a: string; model_b: string }): Promise<ModelComparison> {
  return compare({ context: contextOf(), ...input });
}

/** The store and the fences know work by its run and stage; work outside a run borrows the first stage's name. */
function contextOf(): ActivityContext {
  return {
    execution_id: workflowInfo().workflowId,
    stage_id: 'dataset_ingestion',
    stage_attempt: 1,
    fresh: false,
    report_progress: false,
  };
}
