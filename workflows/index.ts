export { compareModels, describeDataset } from './tasks.ts';
export { trainingPipeline } from './training-pipeline.ts';
