import { chooseStyle, rankStyles } from '../../analysis/choose-style.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { DatasetDescription } from '../../contracts/tasks.ts';
import { judgeDataset } from '../1-ingestion/judge-dataset.ts';
import { defineActivity } from '../define.ts';
import { validationsKey } from '../validation.ts';

type Input = Parameters<PipelineActivities['describeDataset']>[0];

/** What a run would find of the dataset in ingestion. It refuses nothing: findings are the answer. */
export const describeDataset = defineActivity<Input, Omit<DatasetDescription, 'cached'>>({
  name: 'describeDataset',
  version: 1,
  // Whether the ingested set came from the store says nothing of it.
  keyOf: ({ context: _context, ingest: { cached: _cached, ...ingest }, ...rest }, deps) => ({
    ...{ ...rest, ingest },
    rules: validationsKey(deps),
  }),
  async run({ request, ingest, categorization }, deps) {
    const { records, source, profile, contract, rejected_count, rejected_first } = ingest;
    const { assessments, ...judged } = await judgeDataset(
      {
        ...{ records, profile, categorization, source, request },
        consent: request.consent ?? null,
        safety_level: request.safety_requirements,
        contract: contract ?? null,
        claims: request.claims ?? [],
      },
      deps,
    );
    const ranking = rankStyles(assessments);
    const choice = chooseStyle(ranking, undefined);
    const selection =
      'refusal' in choice
        ? { selected_style: null, confidence: null, refusal: choice.refusal, ranking }
        : {
            selected_style: choice.selected.style,
            confidence: choice.lead === null ? 1 : deps.confidenceOf(choice.lead),
            refusal: null,
            ranking,
          };
    return { source, profile, categorization, rejected_count, rejected_first, selection, ...judged };
  },
});
