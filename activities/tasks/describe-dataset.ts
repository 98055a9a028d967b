import { validate } from '../../analysis/validate.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { DatasetDescription } from '../../contracts/tasks.ts';
import { defineActivity } from '../define.ts';

type Input = Parameters<PipelineActivities['describeDataset']>[0];

/** Holds what ingestion measured against the rules of the category. It refuses nothing: findings are the answer. */
export const describeDataset = defineActivity<Input, Omit<DatasetDescription, 'cached'>>({
  name: 'describeDataset',
  version: 1,
  keyOf: ({ request, ingest, categorization }) => ({ request, ingest, categorization }),
  async run({ request, ingest, categorization }) {
    const { source, profile, rejected_count, rejected_first } = ingest;
    const findings = validate({
      profile,
      categorization,
      consent: request.consent ?? null,
      safety_level: request.safety_requirements,
    });
    return { source, profile, categorization, findings, rejected_count, rejected_first };
  },
});
