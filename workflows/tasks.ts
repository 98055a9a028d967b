import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ActivityContext, PipelineActivities } from '../contracts/activities.ts';
import type { DatasetEntry } from '../contracts/registry.ts';
import type {
  CategorizedDataset,
  DatasetDescription,
  DescribeDatasetInput,
  ModelComparison,
  RecommendedDataset,
  RegisterDatasetInput,
  SelectedStyle,
  ValidatedDataset,
} from '../contracts/tasks.ts';
import { categoryInfo } from '../contracts/taxonomy.ts';
import { STAGE_OPTIONS, TASK_OPTIONS } from './stage-options.ts';

const { ingestDataset } = proxyActivities<PipelineActivities>(STAGE_OPTIONS.ingestDataset);
const { categorizeDataset: categorize } = proxyActivities<PipelineActivities>(STAGE_OPTIONS.categorizeDataset);
const {
  describeDataset: describe,
  registerDataset: register,
  compareModels: compare,
} = proxyActivities<PipelineActivities>(TASK_OPTIONS);

/**
 * What a dataset is, without a run: read, profiled, categorized, held against the rules. The outputs are keyed, so a run
 * on the same bytes later finds them in the store. Nobody steers it: where an activity gives up, it fails at once.
 */
export async function categorizeDataset(input: DescribeDatasetInput): Promise<CategorizedDataset> {
  const { categorization, metadata, source, rejected_count, rejected_first, cached } = await measure(
    contextOf(),
    input,
  );
  const { category, confidence, uncertain, recommended_subcategories, sampled_records, evidence } = categorization;
  const signals = evidence.slice(0, 3).map(({ signal }) => signal);
  return {
    ...{ category, confidence, uncertain, recommended_subcategories, metadata, categorization },
    ...{ source, rejected_count, rejected_first, cached },
    analysis_summary: `${category} by ${sampled_records} sampled records${uncertain ? ', uncertain' : ''}; strongest signals: ${signals.join(', ') || 'none'}`,
  };
}

export async function validateDataset(input: DescribeDatasetInput): Promise<ValidatedDataset> {
  const { categorization, findings, cached } = await measure(contextOf(), input);
  const errors = findings.filter(({ severity }) => severity === 'error');
  return {
    valid: errors.length === 0,
    errors: errors.map(({ message, remedy }) => `${message}; ${remedy}`),
    ...{ findings, cached },
    category: categorization.category,
    category_info: categoryInfo(categorization.category),
    validation_timestamp: now(),
  };
}

export async function datasetRecommendations(input: DescribeDatasetInput): Promise<RecommendedDataset> {
  const { recommendations, cached } = await measure(contextOf(), input);
  const { styles, preprocessing, quality_improvements } = recommendations;
  return {
    ...{ training_styles: styles, preprocessing_steps: preprocessing, quality_improvements, cached },
    recommendation_timestamp: now(),
  };
}

export async function selectStyle(input: DescribeDatasetInput): Promise<SelectedStyle> {
  const { selection, cached } = await measure(contextOf(), input);
  return { ...selection, cached, selection_timestamp: now() };
}

const now = () => new Date().toISOString();

/** Measures a dataset and enters it in the registry. */
export async function registerDataset(input: RegisterDatasetInput): Promise<DatasetEntry> {
  const context = contextOf();
  const measured = await measure(context, input);
  const { cached: _, ...entry } = await register({ context, request: input, measured });
  return entry;
}

async function measure(context: ActivityContext, input: DescribeDatasetInput): Promise<DatasetDescription> {
  const { dataset_path, format = null, tables, columns, data_contract, sample_size } = input;
  const ingest = await ingestDataset({
    ...{ context, dataset_path, format },
    ...(tables !== undefined && { tables }),
    ...(columns !== undefined && { columns }),
    ...(data_contract !== undefined && { data_contract }),
  });
  const { categorization } = await categorize({
    ...{ context, records: ingest.records, sample_size },
    ...(ingest.source.declared && { declared: ingest.source.declared }),
  });
  const described = await describe({ context, request: input, ingest, categorization });
  // So that the metadata can stand for the dataset in a later question. Not in the activity: equal bytes have one output.
  const custom_metadata = { ...described.metadata.custom_metadata, dataset_path };
  return { ...described, metadata: { ...described.metadata, custom_metadata } };
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
