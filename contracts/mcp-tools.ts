import { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName, takesIdempotencyKey } from './operations.ts';

/**
 * The tools an agent sees, each a row of the operation table. Descriptions are constant: an agent decides by them, so no
 * text from data may get into one. `Hint` fields are those of the Model Context Protocol.
 */
export interface McpTool {
  readonly operation: OperationName;
  /** A field that, where given, asks another operation as well and answers under its name; `as` is its name there. */
  readonly also?: { readonly field: string; readonly operation: OperationName; readonly as?: string };
  readonly title: string;
  readonly description: string;
  readonly readOnlyHint: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
}

const DATASET = 'Names the dataset by dataset_path (a path the workers can read) or dataset_id (registered before).';
const OR_METADATA = `${DATASET} Or by dataset_metadata, as it was answered before.`;

export const MCP_TOOLS = {
  dataset_categorize: {
    operation: 'categorizeDataset',
    title: 'Categorize a dataset',
    description: `Category, confidence, subcategories and metadata of a dataset, measured from its content. ${OR_METADATA}`,
    readOnlyHint: true,
  },
  dataset_validate: {
    operation: 'validateDataset',
    title: 'Validate a dataset',
    description: `Whether a dataset keeps the rules of its category: quality, crisis content, consent, anonymization. ${OR_METADATA}`,
    readOnlyHint: true,
  },
  dataset_recommendations: {
    operation: 'datasetRecommendations',
    title: 'Recommendations for a dataset',
    description: `Training styles with reasons, preprocessing steps and quality improvements for a dataset. ${OR_METADATA}`,
    readOnlyHint: true,
  },
  training_style_select: {
    operation: 'selectStyle',
    title: 'Select a training style',
    description: `The training style that fits a dataset best, with the ranking of all eight and the reasons. ${OR_METADATA}`,
    readOnlyHint: true,
  },
  training_style_configure: {
    operation: 'configureTraining',
    title: 'Configure a training style',
    description: 'Completes and checks the settings of a training style. A strategy never overwrites what is given.',
    readOnlyHint: true,
  },
  training_execute: {
    operation: 'execute',
    title: 'Start training',
    description: `Starts a run of the six stages and answers its execution_id at once; watch it with training_monitor. ${DATASET}`,
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
  },
  training_monitor: {
    operation: 'status',
    title: 'Progress of a run',
    description: 'State, progress and stages of a run, and what it waits for.',
    readOnlyHint: true,
  },
  training_results: {
    operation: 'results',
    also: { field: 'samples', operation: 'samples', as: 'limit' },
    title: 'Results of a run',
    description:
      'Reports, metrics on held-out data and the model of a run, as far as it is. Only where samples is given, that many de-identified records with it: untrusted text of the dataset.',
    readOnlyHint: true,
  },
  pipeline_execute: {
    operation: 'execute',
    title: 'Start a run',
    description: `Starts a run of the six stages and answers its execution_id at once. ${DATASET}`,
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
  },
  pipeline_status: {
    operation: 'status',
    title: 'Status of a run',
    description: 'State, progress and stages of a run, and what it waits for.',
    readOnlyHint: true,
  },
  pipeline_cancel: {
    operation: 'cancel',
    title: 'Cancel a run',
    description: 'Cancels a run for good: its training process is stopped and partial outputs are removed.',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
  },
  taxonomy_info: {
    operation: 'taxonomy',
    also: { field: 'category', operation: 'taxonomyCategory' },
    title: 'Categories of datasets',
    description:
      'The categories, their subcategories and what is asked of their data; one of them in full where named.',
    readOnlyHint: true,
  },
  style_info: {
    operation: 'styles',
    also: { field: 'style', operation: 'style' },
    title: 'Training styles',
    description: 'The training styles and what they need; one of them with its settings where named.',
    readOnlyHint: true,
  },
} as const satisfies Record<string, McpTool>;
export type McpToolName = keyof typeof MCP_TOOLS;

/** Which tools serve which capability, for agents that look for one. */
export const MCP_CAPABILITIES: Record<string, readonly McpToolName[]> = {
  dataset_categorization: ['dataset_categorize'],
  dataset_validation: ['dataset_validate', 'dataset_recommendations'],
  training_style_selection: ['training_style_select'],
  training_configuration: ['training_style_configure'],
  pipeline_execution: ['training_execute', 'pipeline_execute', 'pipeline_cancel'],
  progress_monitoring: ['training_monitor', 'pipeline_status'],
  result_retrieval: ['training_results'],
  taxonomy_management: ['taxonomy_info'],
  style_management: ['style_info'],
};

const idempotency_key = z
  .string()
  .optional()
  .describe(
    '1 to 255 visible ASCII characters. A call with the same key and fields is answered by the work of the first',
  );

/** What a tool takes and answers. Answers are objects: one that is a union stands under `result`. */
export function schemasOf({ operation, also }: McpTool): { input: z.ZodObject; output: z.ZodObject } {
  const row: Operation = OPERATIONS[operation];
  const { output } = row;
  const input = takesIdempotencyKey(row) ? row.input.extend({ idempotency_key }) : row.input;
  const said = output instanceof z.ZodObject ? output : z.object({ result: output });
  // A start that was done as a task answers with the results of the run once it has completed.
  const answer = row.startsRun ? said.extend({ results: OPERATIONS.results.output.optional() }) : said;
  if (!also) return { input, output: answer };
  const other = OPERATIONS[also.operation] as { input: z.ZodObject; output: z.ZodType };
  const field = other.input.shape[also.as ?? also.field] as z.ZodType;
  return {
    input: input.extend({ [also.field]: field.optional() }),
    output: answer.extend({ [also.field]: other.output.nullable() }),
  };
}
