/**
 * The one ordered list of stages. Ids, order, activities and what an operator may do with a stage are read from here
 * by the workflow, the gateway, the documentation and the tests.
 *
 * `weight` is the stage's part of a run's progress in per cent; the parts sum to 100. Training takes the largest part
 * because it takes most of the time of a run that is not cached (docs/decisions/0004).
 */
export const STAGES = [
  {
    id: 'dataset_ingestion',
    name: 'Dataset ingestion',
    summary: 'Read the file, hash it, write shards, categorize, validate',
    activities: ['ingestDataset', 'categorizeDataset', 'validateDataset'],
    weight: 15,
    skippable: false,
  },
  {
    id: 'data_preprocessing',
    name: 'Data preprocessing',
    summary: 'Remove personal data, clean text, drop duplicates',
    activities: ['deidentifyRecords', 'cleanRecords', 'deduplicateRecords'],
    weight: 15,
    skippable: false,
  },
  {
    id: 'bias_detection',
    name: 'Bias detection',
    summary: 'Measure demographic balance and fairness',
    activities: ['measureBias'],
    weight: 10,
    skippable: true,
  },
  {
    id: 'data_standardization',
    name: 'Data standardization',
    summary: 'Write ChatML, check it, split without leaks',
    activities: ['standardizeRecords', 'splitDataset'],
    weight: 10,
    skippable: false,
  },
  {
    id: 'training_style_selection',
    name: 'Training style selection',
    summary: 'Rank the styles with reasons and configure the best',
    activities: ['selectTrainingStyle', 'configureTraining'],
    weight: 5,
    skippable: false,
  },
  {
    id: 'model_training',
    name: 'Model training',
    summary: 'Train, evaluate on held-out data, register the model',
    activities: ['dispatchTraining', 'evaluateModel', 'registerModel'],
    weight: 45,
    skippable: false,
  },
] as const;

export type Stage = (typeof STAGES)[number];
export type StageId = Stage['id'];
export type StageActivityName = Stage['activities'][number];

export const STAGE_IDS = STAGES.map((stage) => stage.id) as [StageId, ...StageId[]];
