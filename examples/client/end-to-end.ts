import { DatasetTrainingPipeline } from '../../client/pipeline.ts';

/** From a file to a judged model with the client: `node examples/client/end-to-end.ts PATH`, beside `npm run dev`. */
const [path = 'examples/counselling/conversations.jsonl'] = process.argv.slice(2);
const pipeline = new DatasetTrainingPipeline({ url: process.env.PIPELINE_URL ?? 'http://127.0.0.1:8000' });

const { category, confidence } = await pipeline.categorizeDataset({ dataset_path: path });
process.stdout.write(`${path} is ${category} (confidence ${confidence.toFixed(2)})\n`);

const { execution_id } = await pipeline.executeTrainingPipeline({ dataset_path: path, on_stage_failure: 'fail' });
for await (const event of pipeline.events(execution_id)) {
  if (event.type === 'stage_completed') process.stdout.write(`${event.data.stage} ${event.data.status}\n`);
}
const { status } = await pipeline.getPipelineStatus(execution_id);
const { evaluation, model_id } = await pipeline.getTrainingResults(execution_id);
process.stdout.write(`${status}: ${model_id}, ${evaluation?.primary_metric} ${JSON.stringify(evaluation?.scores)}\n`);
