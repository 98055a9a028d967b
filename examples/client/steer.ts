import { DatasetTrainingPipeline } from '../../client/pipeline.ts';

/** A run that waits for a person, and is first approved, then cancelled: `node examples/client/steer.ts PATH`. */
const [dataset_path = 'examples/support/dialogues.csv'] = process.argv.slice(2);
const pipeline = new DatasetTrainingPipeline({ url: process.env.PIPELINE_URL ?? 'http://127.0.0.1:8000' });
const say = (line: string) => process.stdout.write(`${line}\n`);

// Long enough that there is something to cancel.
const training_config = { style: 'self_supervised', settings: { num_epochs: 60 } } as const;
const { execution_id } = await pipeline.executeTrainingPipeline({
  ...{ dataset_path, training_config },
  require_approval: true,
});
const waiting = await pipeline.waitForEnd(execution_id);
say(`${waiting.status}, waits for ${waiting.waiting_for}: ${waiting.message}`);

const active = await pipeline.listActiveExecutions();
say(active.some((run) => run.execution_id === execution_id) ? 'it is active' : 'it is not active');

const { status } = await pipeline.call('approve', { execution_id, by: 'the example' });
say(`approved: ${status}`);
await pipeline.cancelPipeline(execution_id, { reason: 'seen enough', by: 'the example' });

// The events of a run can be read at any time, until its end.
for await (const { type, data } of pipeline.events(execution_id)) {
  if (type === 'completion') say(`${data.status}, trainer gone: ${data.trainer_gone}`);
}
const ended = await pipeline.getPipelineStatus(execution_id);
const { model_id } = await pipeline.getTrainingResults(execution_id);
say(`${ended.status} at ${ended.progress} %, model ${model_id}`);
