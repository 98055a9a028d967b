import type { PipelineActivities } from '../../contracts/activities.ts';
import type { DatasetDescription } from '../../contracts/tasks.ts';
import { judgeDataset } from '../1-ingestion/judge-dataset.ts';
import { defineActivity } from '../define.ts';

type Input = Parameters<PipelineActivities['describeDataset']>[0];

/** What a run would find of the dataset in ingestion. It refuses nothing: findings are the answer. */
export const describeDataset = defineActivity<Input, Omit<DatasetDescription, 'cached'>>({
  name: 'describeDataset',
  version: 1,
  keyOf: ({ context: _context, ...rest }) => rest,
  async run({ request, ingest, categorization }, deps) {
    const { source, profile, contract, rejected_count, rejected_first } = ingest;
    const judged = judgeDataset(
      {
        ...{ profile, categorization, source, request },
        consent: request.consent ?? null,
        safety_level: request.safety_requirements,
        contract: contract ?? null,
        claims: request.claims ?? [],
      },
      deps,
    );
    return { source, profile, categorization, rejected_count, rejected_first, ...judged };
  },
});
