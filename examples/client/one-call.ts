import { writeFile } from 'node:fs/promises';
import { DatasetTrainingPipeline } from '../../client/pipeline.ts';

/** Everything in one call, and the report kept: `node examples/client/one-call.ts PATH REPORT`. */
const [dataset_path = 'examples/support/dialogues.csv', report = 'report.html'] = process.argv.slice(2);
const pipeline = new DatasetTrainingPipeline({ url: process.env.PIPELINE_URL ?? 'http://127.0.0.1:8000' });

// With a key of its own the run is started once, however often this is sent.
const idempotencyKey = `one-call-${process.pid}`;
const done = await pipeline.processDatasetEndToEnd({ dataset_path, on_stage_failure: 'fail' }, { idempotencyKey });
const { execution_id, categorization, style_selection, configuration, status, results } = done;
const learned = `${configuration?.style}, first of ${style_selection.ranking.length}, on ${categorization.category} data`;
process.stdout.write(`${execution_id} ${status.status}: ${learned}, ${results.model_id}\n`);
await writeFile(report, await pipeline.getReport(execution_id));
