export { deidentifyShards } from './deidentify-shards.ts';
export {
  categorizeDataset,
  compareModels,
  datasetRecommendations,
  registerDataset,
  selectStyle,
  validateDataset,
} from './tasks.ts';
export { trainingPipeline } from './training-pipeline.ts';
