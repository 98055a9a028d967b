import type { z } from 'zod';
import { chooseStyle, rankStyles } from '../../analysis/choose-style.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { DatasetDescription } from '../../contracts/tasks.ts';
import { judgeDataset } from '../1-ingestion/judge-dataset.ts';
import { toStyleInfo } from '../5-selection/style-info.ts';
import { defineActivity } from '../define.ts';
import { validationsKey } from '../validation.ts';

type Input = Parameters<PipelineActivities['describeDataset']>[0];

/** What a run would find of the dataset in ingestion. It refuses nothing: findings are the answer. */
export const describeDataset = defineActivity<Input, Omit<DatasetDescription, 'cached'>>({
  name: 'describeDataset',
  version: 4,
  // Whether the ingested set came from the store says nothing of it.
  keyOf: ({ context: _context, ingest: { cached: _cached, ...ingest }, ...rest }, deps) => ({
    ...{ ...rest, ingest },
    rules: validationsKey(deps),
    styles: deps.styles.map(({ id, version }) => `${id}@${version}`),
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
    const style = 'refusal' in choice ? undefined : deps.styles.find(({ id }) => id === choice.selected.style);
    const selected = {
      style_info: style ? toStyleInfo(style) : null,
      config_template: style ? (style.settings.parse({}) as Record<string, z.core.util.JSONType>) : null,
    };
    const selection =
      'refusal' in choice
        ? { selected_style: null, confidence: null, refusal: choice.refusal, ranking, ...selected }
        : {
            selected_style: choice.selected.style,
            confidence: choice.lead === null ? 1 : deps.confidenceOf(choice.lead),
            refusal: null,
            ranking,
            ...selected,
          };
    return { source, profile, categorization, rejected_count, rejected_first, selection, ...judged };
  },
});
