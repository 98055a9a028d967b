import { z } from 'zod';
import type { ErrorType } from './errors.ts';
import {
  RunErrorSchema,
  RunStateSchema,
  RunStatusSchema,
  StageIdSchema,
  StageStateSchema,
  WAITING_FOR,
} from './run.ts';
import { SAFETY_KINDS } from './safety-alerts.ts';
import { TERMINAL_RUN_STATUSES } from './transitions.ts';

/** What a client that watches a run is told. docs/live-events.md and /asyncapi.json are made from these schemas. */

const Instant = z.iso.datetime();
const runState = RunStateSchema.options[0].shape;
const stageState = StageStateSchema.shape;
const attempt = stageState.attempt.describe('Attempt of the stage');

const event = <T extends string, D extends z.ZodType>(type: T, meaning: string, data: D) =>
  z
    .object({
      event: z
        .int()
        .positive()
        .describe('Number of the event; rises within a run. Send the last one seen to go on after it'),
      execution_id: z.string(),
      type: z.literal(type),
      timestamp: Instant.describe('When it happened in the run'),
      data,
    })
    .describe(meaning);

const StageStatusChange = z.object({
  stage: StageIdSchema,
  status: stageState.status,
  attempt,
  message: z.string(),
});

export const EVENTS = {
  progress_update: event(
    'progress_update',
    'Work was done, or the estimate changed',
    z.object({
      progress: runState.progress.describe('Progress of the run in per cent; never falls'),
      stage: StageIdSchema.nullable(),
      stage_progress: z.number().min(0).max(100).nullable(),
      activity: stageState.activity,
      message: z.string(),
      estimated_completion: runState.estimated_completion,
      estimated_completion_interval: runState.estimated_completion_interval,
    }),
  ),
  status_update: event(
    'status_update',
    "The run's own status changed (stage is null), or that of a stage",
    z.object({
      status: RunStatusSchema.describe('Status of the run'),
      waiting_for: z.enum(WAITING_FOR),
      message: z.string(),
      stage: StageStatusChange.nullable(),
    }),
  ),
  stage_completed: event(
    'stage_completed',
    'A stage is done, or was skipped',
    z.object({
      stage: StageIdSchema,
      status: z.enum(['completed', 'skipped']),
      attempt,
      cached: stageState.cached,
      skip: stageState.skip,
      started_at: stageState.started_at,
      ended_at: stageState.ended_at,
      progress: runState.progress,
    }),
  ),
  error: event(
    'error',
    'An attempt, a stage or the run failed. A run that fails at a stage tells it once for each',
    z.object({
      stage: StageIdSchema.nullable().describe('null where the run as a whole failed'),
      attempt: attempt.nullable(),
      will_retry: z.boolean().describe('True where the run tries again by itself'),
      ...RunErrorSchema.shape,
    }),
  ),
  needs_attention: event(
    'needs_attention',
    'The run waits for a person: for a decision about a stage, or for an approval',
    z.object({
      waiting_for: z.enum(['operator', 'approval']),
      stage: StageIdSchema.nullable(),
      message: z.string(),
      error: RunErrorSchema.nullable(),
    }),
  ),
  safety_alert: event(
    'safety_alert',
    'A stage found something that bears on the safety of people, or a gate of consent, privacy or fairness said no',
    z.object({
      stage: StageIdSchema,
      kind: z
        .enum(['gate', ...SAFETY_KINDS])
        .describe('gate: the stage did not pass; else what was found while it went on'),
      ...RunErrorSchema.shape,
      type: RunErrorSchema.shape.type.nullable().describe('The error of the gate; null where the stage went on'),
    }),
  ),
  log: event(
    'log',
    'Something worth knowing that changes no status',
    z.object({ level: z.enum(['info', 'warning']), stage: StageIdSchema, message: z.string() }),
  ),
  completion: event(
    'completion',
    'The run has ended. It is the last event, and there is exactly one',
    z.object({
      status: z.enum(TERMINAL_RUN_STATUSES),
      progress: runState.progress,
      end_time: Instant,
      failure: RunErrorSchema.nullable(),
      trainer_gone: z.boolean().nullable().describe('For a cancelled run: whether its trainer was seen to be gone'),
    }),
  ),
} as const;

export type LiveEventType = keyof typeof EVENTS;
export type LiveEvent = { [T in LiveEventType]: z.infer<(typeof EVENTS)[T]> }[LiveEventType];
/** An event without its number: what differs between two states. */
export type EventDraft = {
  [T in LiveEventType]: Pick<Extract<LiveEvent, { type: T }>, 'type' | 'data'> & { timestamp?: string };
}[LiveEventType];

/** Errors that are gates protecting people; a watcher of safety hears of these by a message of their own. */
export const SAFETY_ERRORS: readonly ErrorType[] = ['ConsentMissing', 'PrivacyGateFailed', 'BiasGateFailed'];

export const ExecutionIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, 'must be an execution id');
const requestId = z.string().max(128).optional().describe('Comes back in the answer');
export const AfterSchema = z
  .int()
  .min(0)
  .describe('Events after this number are sent; 0: all that is still known; left out: from the present state on');

/** What a client sends over the WebSocket. */
export const ClientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    execution_id: ExecutionIdSchema,
    after: AfterSchema.optional(),
    request_id: requestId,
  }),
  z.strictObject({ type: z.literal('unsubscribe'), execution_id: ExecutionIdSchema, request_id: requestId }),
  z.strictObject({ type: z.literal('status_request'), execution_id: ExecutionIdSchema, request_id: requestId }),
  z.strictObject({ type: z.literal('progress_request'), execution_id: ExecutionIdSchema, request_id: requestId }),
  z.strictObject({ type: z.literal('ping'), request_id: requestId }),
]);
export type ClientMessage = z.infer<typeof ClientMessageSchema>;

/** What the WebSocket says besides events: answers to the client's own messages, and the health of the watch. */
const complaint = { code: RunErrorSchema.shape.type, message: z.string(), remedy: z.string() };
export const NOTICES = {
  subscribed: z
    .object({
      type: z.literal('subscribed'),
      execution_id: z.string(),
      event: z.int().min(0).describe('The number of the last event before this subscription'),
      state: RunStateSchema.describe('The state of the run as of that event'),
      request_id: requestId,
    })
    .describe('Answer to subscribe; the events after it follow'),
  unsubscribed: z
    .object({ type: z.literal('unsubscribed'), execution_id: z.string(), request_id: requestId })
    .describe('Answer to unsubscribe, or the end of a run whose completion was sent'),
  state: z
    .object({ type: z.literal('state'), execution_id: z.string(), state: RunStateSchema, request_id: requestId })
    .describe('Answer to status_request and progress_request'),
  pong: z.object({ type: z.literal('pong'), request_id: requestId }).describe('Answer to ping'),
  refused: z
    .object({
      type: z.literal('refused'),
      execution_id: z.string().nullable(),
      ...complaint,
      request_id: requestId,
    })
    .describe('A message of the client that could not be done, and why'),
  interrupted: z
    .object({ type: z.literal('interrupted'), execution_id: z.string(), ...complaint })
    .describe('The run cannot be seen for now; the gateway keeps trying, and nothing is lost'),
  restored: z
    .object({ type: z.literal('restored'), execution_id: z.string() })
    .describe('The run can be seen again; what happened meanwhile follows'),
} as const;
export type Notice = { [T in keyof typeof NOTICES]: z.infer<(typeof NOTICES)[T]> }[keyof typeof NOTICES];
