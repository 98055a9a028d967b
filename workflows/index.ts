export { trainingPipeline } from './training-pipeline.ts';
