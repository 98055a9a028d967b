import { z } from 'zod';
import { RunErrorSchema } from './run.ts';

/** Fields that several operations take. */
export const ExecutionIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, 'must be an execution id');
export const TaskIdSchema = z.string().regex(/^task-[0-9a-f-]{36}$/, 'must be a task id');

/** What an operation answers with 202 where it takes longer than a caller should wait. */
export const AcceptedSchema = z.object({
  task_id: TaskIdSchema,
  status: z.literal('running'),
  links: z.object({ task: z.string() }),
});

export const TaskStateSchema = z.discriminatedUnion('status', [
  z.object({ task_id: TaskIdSchema, status: z.literal('running') }),
  z.object({ task_id: TaskIdSchema, status: z.literal('completed'), result: z.unknown() }),
  z.object({ task_id: TaskIdSchema, status: z.literal('failed'), error: RunErrorSchema }),
]);
