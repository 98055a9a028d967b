import { checkStandardRecord } from '../../analysis/standard-check.ts';
import type { PipelineActivities, TransformOutput } from '../../contracts/activities.ts';
import { defineActivity } from '../define.ts';
import { type BatchTransform, transformRecords } from '../transform.ts';

type Input = Parameters<PipelineActivities['standardizeRecords']>[0];

/** Brings records into ChatML order and checks each against the schema. A record that does not fit is dropped and counted. */
export const standardizeRecords = defineActivity<Input, Omit<TransformOutput, 'cached'>>({
  name: 'standardizeRecords',
  version: 1,
  resumes: true,
  keyOf: ({ records }) => ({ records: records.sha256 }),
  run: ({ records }, deps, io) =>
    transformRecords({ step: 'standardizeRecords', input: records, transform: standardize, resume: true, deps, io }),
});

const standardize: BatchTransform = (records) => {
  const kept = records.filter((record) => checkStandardRecord(record).length === 0);
  return {
    records: kept,
    counts: { schema_valid: kept.length, schema_invalid_dropped: records.length - kept.length },
  };
};
