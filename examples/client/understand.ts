import { DatasetTrainingPipeline } from '../../client/pipeline.ts';

/** What the pipeline makes of a file before anything is trained: `node examples/client/understand.ts PATH`. */
const [dataset_path = 'examples/counselling/conversations.jsonl'] = process.argv.slice(2);
const pipeline = new DatasetTrainingPipeline({ url: process.env.PIPELINE_URL ?? 'http://127.0.0.1:8000' });
const say = (line: string) => process.stdout.write(`${line}\n`);

const { total_categories } = await pipeline.getTaxonomyInfo();
const { styles } = await pipeline.getTrainingStylesInfo();
say(`${total_categories} categories, ${styles.length} training styles`);

const { category, confidence, metadata } = await pipeline.categorizeDataset({ dataset_path });
say(`${category} (confidence ${confidence.toFixed(2)}), ${metadata.record_count} records`);

const { valid, validation_errors, recommendations } = await pipeline.validateDatasetPipeline({ dataset_path });
say(valid ? 'keeps the rules of its category' : `breaks rules: ${validation_errors.join('; ')}`);
for (const { step } of recommendations.preprocessing_steps) say(`needs ${step}`);

// The metadata stands for the dataset it was measured from.
const { selected_style, ranking } = await pipeline.selectTrainingStyle({
  dataset_metadata: metadata,
  training_goals: { objective: 'high_accuracy', available_compute: 'high' },
});
say(`style ${selected_style}: ${ranking[0]?.reasons.join('; ')}`);
if (selected_style !== null) {
  const { config } = await pipeline.configureTraining({ style: selected_style, optimize: true });
  say(`settings ${JSON.stringify(config)}`);
}
