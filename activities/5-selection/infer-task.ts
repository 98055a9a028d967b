import { createLearnableCounter, inferTasks, type LearnableFacts, tasksOfWish } from '../../analysis/task-inference.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { RunRequest } from '../../contracts/run.ts';
import type { InferredTask } from '../../contracts/training.ts';

export interface Learnable {
  facts: LearnableFacts;
  /** The main task first; empty where nothing can be learned but the texts themselves. */
  tasks: InferredTask[];
}

/** What the records allow to learn, or the task that the request asks for. */
export async function inferTask(
  records: AsyncIterable<ConversationRecord>,
  { task: wish, training_config }: Pick<RunRequest, 'task' | 'training_config'>,
): Promise<Learnable> {
  const counter = createLearnableCounter();
  for await (const record of records) counter.add(record);
  const facts = counter.result();
  if (wish) return { facts, tasks: orRefuse(tasksOfWish(facts, wish), 'task') };
  const label_field = training_config?.label_field;
  if (label_field === undefined) return { facts, tasks: inferTasks(facts) };
  const named = orRefuse(tasksOfWish(facts, { kind: 'classification', label_field }), 'training_config.label_field');
  // The label is named for the styles that learn one; the others keep their task.
  const others = inferTasks(facts).filter(({ task }) => task.kind !== 'classification');
  return { facts, tasks: [...named, ...others.map((entry) => ({ ...entry, main: false }))] };
}

function orRefuse(found: ReturnType<typeof tasksOfWish>, field: string): InferredTask[] {
  if ('tasks' in found) return found.tasks;
  throw new PipelineError('ConfigInvalid', `${field}: ${found.reason}`);
}
