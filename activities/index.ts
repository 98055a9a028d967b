import type { PipelineActivities } from '../contracts/activities.ts';
import { categorizeDataset } from './1-ingestion/categorize-dataset.ts';
import { ingestDataset } from './1-ingestion/ingest-dataset.ts';
import { validateDataset } from './1-ingestion/validate-dataset.ts';
import { cleanRecords } from './2-preprocessing/clean-records.ts';
import { deduplicateRecords } from './2-preprocessing/deduplicate-records.ts';
import { deidentifyRecords } from './2-preprocessing/deidentify-records.ts';
import { deidentifyShard } from './2-preprocessing/deidentify-shard.ts';
import { measureBias } from './3-bias/measure-bias.ts';
import { splitDataset } from './4-standardization/split-dataset.ts';
import { standardizeRecords } from './4-standardization/standardize-records.ts';
import { configureTraining } from './5-selection/configure-training.ts';
import { selectTrainingStyle } from './5-selection/select-training-style.ts';
import { dispatchTraining } from './6-training/dispatch-training.ts';
import { evaluateModel } from './6-training/evaluate-model.ts';
import { registerModel } from './6-training/register-model.ts';
import { stopRun } from './6-training/stop-run.ts';
import type { Dependencies } from './define.ts';
import { compareModels } from './tasks/compare-models.ts';
import { describeDataset } from './tasks/describe-dataset.ts';
import { registerDataset } from './tasks/register-dataset.ts';

/** The list of activities that Temporal needs, each with its dependencies. */
export function createActivities(deps: Dependencies): PipelineActivities {
  return {
    ingestDataset: ingestDataset(deps),
    categorizeDataset: categorizeDataset(deps),
    validateDataset: validateDataset(deps),
    deidentifyRecords: deidentifyRecords(deps),
    deidentifyShard: deidentifyShard(deps),
    cleanRecords: cleanRecords(deps),
    deduplicateRecords: deduplicateRecords(deps),
    measureBias: measureBias(deps),
    standardizeRecords: standardizeRecords(deps),
    splitDataset: splitDataset(deps),
    selectTrainingStyle: selectTrainingStyle(deps),
    configureTraining: configureTraining(deps),
    dispatchTraining: dispatchTraining(deps),
    evaluateModel: evaluateModel(deps),
    registerModel: registerModel(deps),
    describeDataset: describeDataset(deps),
    registerDataset: registerDataset(deps),
    compareModels: compareModels(deps),
    stopRun: stopRun(deps),
  };
}
