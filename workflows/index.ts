export { compareModels, describeDataset, registerDataset } from './tasks.ts';
export { trainingPipeline } from './training-pipeline.ts';
