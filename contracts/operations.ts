import { z } from 'zod';
import { ERROR_TYPES, type ErrorType } from './errors.ts';
import { DatasetIdSchema, ExecutionIdSchema, NextCursorSchema, ONE_DATASET, PAGE_FIELDS } from './operation-fields.ts';
import { CACHE_OPERATIONS } from './operations-cache.ts';
import { CATALOGUE_OPERATIONS } from './operations-catalogue.ts';
import { DATASET_OPERATIONS } from './operations-datasets.ts';
import { PRIVACY_OPERATIONS } from './operations-privacy.ts';
import { REGISTRY_OPERATIONS } from './operations-registry.ts';
import {
  ControlCommandSchema,
  RunRequestSchema,
  RunResultsSchema,
  RunStateSchema,
  RunStatusSchema,
  SettingChangesSchema,
  StageIdSchema,
} from './run.ts';

/**
 * Everything a caller can do, once. HTTP routes, the OpenAPI document, MCP tools, commands, the client and docs/api.md
 * are made from this table.
 * `input` holds path, query and body fields together: names in the path come from the path, the rest from the query
 * (GET, DELETE) or the JSON body.
 */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly status: number;
  readonly input: z.ZodObject;
  readonly output: z.ZodType;
  /** `bytes`: the body is a file of any media type, streamed; the fields then come from the query. */
  readonly takes?: 'bytes';
  /** Over HTTP the body may be the value of this field itself, told by its checksum: so metadata is sent as it was answered. */
  readonly bodyMayBe?: string;
  /** `bytes`: the answer is a stored file, which can be fetched by ranges; `output` then says nothing. */
  readonly answers?: 'bytes';
  /** True where the answer may be 202 with a task to ask for later: `AcceptedSchema`. `Prefer: respond-async` asks for it at once. */
  readonly mayTakeLonger?: true;
  /** True where the answer is a new run: with an Idempotency-Key the same request starts it once. */
  readonly startsRun?: true;
  /** True where the answer has an ETag, and If-None-Match is honoured. */
  readonly etag?: true;
  /** If-Match is compared with the ETag that this operation answers for the same run. */
  readonly ifMatch?: 'status';
  readonly errors: readonly ErrorType[];
  /** What the audit trail calls it once it was done; left out where nothing is changed, or it writes an entry of its own. */
  readonly audit?: string;
  /** How the command line calls it, where that is not its name and the fields of its path. */
  readonly cli?: { readonly command?: string; readonly places?: readonly string[] };
  /** Least role that may call it, once logins exist; `public` is open even where a token is asked for. */
  readonly role: 'public' | 'viewer' | 'operator';
}

const FieldErrorSchema = z.object({
  field: z.string().describe('Path of the field, such as settings.seed; empty for the whole body'),
  message: z.string(),
});
export type FieldError = z.infer<typeof FieldErrorSchema>;

/** The one shape of an error: application/problem+json, RFC 9457. */
export const ProblemSchema = z.object({
  type: z.string().describe('urn:dataset-training-pipeline:error:CODE; never changes'),
  title: z.string().describe('The kind of problem, the same words for every occurrence'),
  status: z.int().min(400).max(599),
  detail: z.string().describe('What happened, to what'),
  instance: z.string().describe('Path of the request'),
  code: z.enum(ERROR_TYPES).describe('Row of the error table, for programs'),
  remedy: z.string().describe('What to do'),
  request_id: z.string().describe('X-Request-Id of the request, to find it in the log'),
  errors: z.array(FieldErrorSchema).optional().describe('Each field that does not fit'),
  facts: z.record(z.string(), z.unknown()).optional().describe('Facts for programs'),
});
export type Problem = z.infer<typeof ProblemSchema>;

/** Whether the work is done once for one Idempotency-Key: everything that starts a workflow. */
export const takesIdempotencyKey = ({ startsRun, mayTakeLonger }: Operation): boolean =>
  startsRun === true || mayTakeLonger === true;

/** Every error an operation can answer: its own, and those of the door it comes through. */
export function errorsOf(operation: Operation): ErrorType[] {
  const door: ErrorType[] = ['InvalidInput', 'NotAllowed', 'Internal'];
  if (operation.errors.includes('TemporalUnavailable')) door.push('RateLimited');
  if (takesIdempotencyKey(operation)) door.push('IdempotencyConflict');
  if (operation.ifMatch) door.push('StateChanged');
  if (operation.role !== 'public') door.push('NotAuthenticated', 'RateLimited', 'Overloaded');
  if (operation.method === 'post') door.push('PayloadTooLarge');
  if (operation.method === 'post' && operation.takes !== 'bytes') door.push('UnsupportedMediaType');
  return [...new Set([...operation.errors, ...door])];
}

const target = z.strictObject({ execution_id: ExecutionIdSchema });
const stageTarget = target.extend({ stage: StageIdSchema });
const [retry, cancelStage, skip, , , , cancelRun] = ControlCommandSchema.options;
const { by } = retry.shape;

/** What a caller sends to start a run: the dataset by its path, or by the id it was registered under. */
const ExecuteInputSchema = RunRequestSchema.extend({
  dataset_path: RunRequestSchema.shape.dataset_path.optional(),
  dataset_id: DatasetIdSchema.optional(),
}).meta(ONE_DATASET);

export const StartedSchema = z.object({
  execution_id: z.string(),
  pipeline_id: z.string(),
  status: z.literal('started'),
  estimated_duration: z.null().describe('Unknown before anything was measured; the status has estimated_completion'),
  links: z.object({ status: z.string(), results: z.string(), temporal_ui: z.string().nullable() }),
});

export const ResultsSchema = RunResultsSchema.extend({
  execution_id: z.string(),
  status: RunStatusSchema,
  accuracy: z.number().nullable(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  f1_score: z.number().nullable(),
  empathy_score: z.number().nullable().describe('Share of the chosen answers that a label calls empathetic'),
  therapeutic_appropriateness: z
    .number()
    .nullable()
    .describe('Share of the chosen answers that a label calls appropriate'),
  safety_score: z.number().nullable().describe('Share of the chosen answers that a label calls safe'),
  unmeasured: z.record(z.string(), z.string()).describe('Why a metric above is null'),
  evidence: z
    .record(z.string(), z.string())
    .optional()
    .describe('What empathy_score, therapeutic_appropriateness and safety_score rest on, where they are measured'),
  model_path: z.string().nullable(),
  checkpoint_path: z.string().nullable(),
});

const RunRowSchema = z.object({
  execution_id: z.string(),
  dataset_name: z
    .string()
    .nullable()
    .describe('Name of the dataset as the run was started with, else of its file; null where the run does not tell it'),
  status: RunStatusSchema,
  current_stage: StageIdSchema.nullable(),
  waiting_for: z.string().nullable(),
  category: z.string().nullable(),
  tenant: z.string().nullable(),
  start_time: z.iso.datetime(),
  end_time: z.iso.datetime().nullable(),
});

/** A time in UTC, in the years that visibility stores can hold. */
const StartTimeSchema = z.iso.datetime().regex(/^20\d\d-/, 'must be in the years 2000 to 2099');

const steering = ['InvalidInput', 'RunNotFound', 'RunStateConflict', 'TemporalUnavailable'] as const;

export const OPERATIONS = {
  health: {
    method: 'get',
    path: '/health',
    summary: 'Whether the gateway runs',
    status: 200,
    input: z.strictObject({}),
    output: z.object({
      status: z.literal('healthy'),
      timestamp: z.iso.datetime(),
      service: z.string(),
      version: z.string(),
    }),
    errors: [],
    role: 'public',
  },
  ready: {
    method: 'get',
    path: '/ready',
    summary: 'Whether runs can be started and will be worked on: Temporal, storage, a worker',
    status: 200,
    input: z.strictObject({}),
    output: z.object({
      ready: z.boolean(),
      components: z.record(
        z.enum(['temporal', 'storage', 'worker']),
        z.object({ ok: z.boolean(), detail: z.string() }),
      ),
    }),
    errors: ['TemporalUnavailable', 'StorageUnavailable'],
    role: 'public',
  },
  execute: {
    method: 'post',
    path: '/api/training/execute',
    summary: 'Start a run. With an Idempotency-Key header, the same request starts one run however often it is sent',
    status: 202,
    input: ExecuteInputSchema,
    output: StartedSchema,
    startsRun: true,
    errors: ['InvalidInput', 'NotAllowed', 'DatasetNotFound', 'ConfigInvalid', 'TemporalUnavailable'],
    audit: 'start_run',
    role: 'operator',
    cli: { command: 'run', places: ['dataset_path'] },
  },
  status: {
    method: 'get',
    path: '/api/training/{execution_id}/status',
    summary: 'State of a run and its stages',
    status: 200,
    input: target,
    output: RunStateSchema,
    etag: true,
    errors: ['RunNotFound', 'TemporalUnavailable'],
    role: 'viewer',
  },
  results: {
    method: 'get',
    path: '/api/training/{execution_id}/results',
    summary: 'What a run has produced so far: reports, metrics on held-out data, model, artifacts',
    status: 200,
    input: target,
    output: ResultsSchema,
    etag: true,
    errors: ['RunNotFound', 'TemporalUnavailable'],
    role: 'viewer',
  },
  cancel: {
    method: 'delete',
    path: '/api/training/{execution_id}',
    summary: 'Cancel a run: beats every retry; the run is cancelled once its trainer is seen to be gone',
    status: 202,
    input: target.extend({ reason: cancelRun.shape.reason, by }),
    output: z.object({
      execution_id: z.string(),
      cancelled: z
        .boolean()
        .describe('True once the run is cancelled, its trainer gone; false while it is still cancelling'),
      status: RunStatusSchema,
      timestamp: z.iso.datetime(),
    }),
    ifMatch: 'status',
    errors: steering,
    audit: 'cancel_run',
    role: 'operator',
  },
  retryStage: {
    method: 'post',
    path: '/api/training/{execution_id}/stages/{stage}/retry',
    summary: 'Start a new attempt of a failed, backing-off or running stage at once, with changed settings where given',
    status: 202,
    input: stageTarget.extend({ settings: SettingChangesSchema.optional(), by }),
    output: RunStateSchema,
    ifMatch: 'status',
    errors: steering,
    audit: 'retry_stage',
    role: 'operator',
    cli: { command: 'retry' },
  },
  cancelStage: {
    method: 'post',
    path: '/api/training/{execution_id}/stages/{stage}/cancel',
    summary: 'Stop the attempt of a stage; the run then waits for an operator',
    status: 202,
    input: stageTarget.extend({ reason: cancelStage.shape.reason, by }),
    output: RunStateSchema,
    ifMatch: 'status',
    errors: steering,
    audit: 'cancel_stage',
    role: 'operator',
  },
  skipStage: {
    method: 'post',
    path: '/api/training/{execution_id}/stages/{stage}/skip',
    summary: 'Go on without a stage, with a reason; only where the stage allows it',
    status: 202,
    input: stageTarget.extend({ reason: skip.shape.reason, substitute: skip.shape.substitute, by }),
    output: RunStateSchema,
    ifMatch: 'status',
    errors: steering,
    audit: 'skip_stage',
    role: 'operator',
    cli: { command: 'skip' },
  },
  pause: {
    method: 'post',
    path: '/api/training/{execution_id}/pause',
    summary: 'Pause a run: the attempt at work ends, training keeps its checkpoint',
    status: 202,
    input: target.extend({ by }),
    output: RunStateSchema,
    ifMatch: 'status',
    errors: steering,
    audit: 'pause_run',
    role: 'operator',
  },
  resume: {
    method: 'post',
    path: '/api/training/{execution_id}/resume',
    summary: 'Go on with a paused run',
    status: 202,
    input: target.extend({ by }),
    output: RunStateSchema,
    ifMatch: 'status',
    errors: steering,
    audit: 'resume_run',
    role: 'operator',
  },
  approve: {
    method: 'post',
    path: '/api/training/{execution_id}/approve',
    summary: 'Approve the training of a run that waits for approval',
    status: 202,
    input: target.extend({ by }),
    output: RunStateSchema,
    ifMatch: 'status',
    errors: steering,
    audit: 'approve_training',
    role: 'operator',
  },
  rerun: {
    method: 'post',
    path: '/api/training/{execution_id}/rerun',
    summary: 'Start a new run from an ended one; finished stages are reused, from a named stage on computed anew',
    status: 202,
    input: target.extend({ from_stage: StageIdSchema.optional(), settings: SettingChangesSchema.optional() }),
    output: StartedSchema,
    startsRun: true,
    errors: ['InvalidInput', 'NotAllowed', 'RunNotFound', 'RunStateConflict', 'TemporalUnavailable'],
    audit: 'start_rerun',
    role: 'operator',
  },
  list: {
    method: 'get',
    path: '/api/executions',
    summary: 'Runs, newest first',
    status: 200,
    input: z.strictObject({
      status: RunStatusSchema.optional(),
      stage: StageIdSchema.optional(),
      category: z
        .string()
        .regex(/^[a-z_]+$/)
        .optional(),
      tenant: RunRequestSchema.shape.tenant.unwrap().optional(),
      started_after: StartTimeSchema.optional().describe('Only runs started at this time or later'),
      started_before: StartTimeSchema.optional().describe('Only runs started before this time'),
      limit: PAGE_FIELDS.limit,
      cursor: z
        .string()
        .regex(/^\d{13}\.[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, 'must be the next_cursor of an answer')
        .optional()
        .describe('next_cursor of the answer before'),
    }),
    output: z.object({
      executions: z.array(RunRowSchema),
      total: z.int().describe('Runs that match the filter, on all pages'),
      next_cursor: NextCursorSchema,
      timestamp: z.iso.datetime(),
    }),
    errors: ['InvalidInput', 'TemporalUnavailable'],
    role: 'viewer',
  },
  ...CATALOGUE_OPERATIONS,
  ...DATASET_OPERATIONS,
  ...PRIVACY_OPERATIONS,
  ...CACHE_OPERATIONS,
  ...REGISTRY_OPERATIONS,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
export type OperationInput<N extends OperationName> = z.output<(typeof OPERATIONS)[N]['input']>;
export type OperationOutput<N extends OperationName> = z.input<(typeof OPERATIONS)[N]['output']>;
