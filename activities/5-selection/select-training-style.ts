import { chooseStyle, rankStyles } from '../../analysis/choose-style.ts';
import { createEvenSample } from '../../analysis/even-sample.ts';
import { taskOfStyle, toSelectionFacts } from '../../analysis/selection-facts.ts';
import { firstLabel } from '../../analysis/task-inference.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { STYLES, type StyleSelection } from '../../contracts/training.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';
import { askedTemplate } from './asked-template.ts';
import { inferTask } from './infer-task.ts';

type Input = Parameters<PipelineActivities['selectTrainingStyle']>[0];

/** Records that labels are looked at in: a large dataset is read once and not a second time. */
const LOOKED_AT = { countMax: 4000, sizeMax: 4e6 };

/** Ranks all eight styles by computed facts, and takes the best that a trainer here can train, or the caller's choice. */
export const selectTrainingStyle = defineActivity<Input, { selection: StyleSelection }>({
  name: 'selectTrainingStyle',
  version: 5,
  keyOf: ({ splits, categorization, profile, request }, deps) => ({
    train: splits.train.sha256,
    category: categorization.category,
    quality: profile.quality_score,
    languages: categorization.languages,
    domains: categorization.domains,
    request,
    available: deps.trainer.styles,
    memory_mb: deps.trainerMemoryMb,
  }),
  async run({ splits, categorization, profile, request }, deps, { pause }) {
    const sample = createEvenSample<ConversationRecord>(LOOKED_AT);
    const learnable = await inferTask(sampled(readRecords(deps.storage, splits.train), sample), request);
    const asked = request.training_config?.style ?? askedTemplate(request.training_config, deps.styles)?.style;
    const label = firstLabel(learnable.tasks);
    const facts = toSelectionFacts(learnable.facts, learnable.tasks, {
      quality_score: profile.quality_score,
      label_noise: await deps.measureLabelNoise(sample.things(), label, pause),
      category: categorization.category,
      languages: categorization.languages,
      domains: categorization.domains,
      available_compute: request.available_compute,
      safety_level: request.safety_requirements,
      training_objective: request.training_objective,
      time_limit_seconds: request.time_limit_seconds ?? null,
      memory_limit_mb: request.training_config?.memory_limit_mb ?? deps.trainerMemoryMb,
    });
    const ranking = rankStyles(
      STYLES.map((style) => ({
        ...deps.assessStyle(style, facts),
        available: deps.trainer.styles.includes(style),
      })),
    );
    const choice = chooseStyle(ranking, asked);
    if ('refusal' in choice) throw new PipelineError('StyleUnsupported', choice.refusal, { facts: choice.facts });
    const { selected, lead, warnings } = choice;
    return {
      selection: {
        selected_style: selected.style,
        task: taskOfStyle(selected.style, learnable.tasks),
        confidence: lead === null ? 1 : deps.confidenceOf(lead),
        chosen_by: asked ? 'caller' : 'ranking',
        ranking,
        facts,
        tasks: learnable.tasks,
        warnings,
      },
    };
  },
});

/** The records as they come; some of them are kept. */
async function* sampled(
  records: AsyncIterable<ConversationRecord>,
  sample: ReturnType<typeof createEvenSample<ConversationRecord>>,
): AsyncGenerator<ConversationRecord> {
  for await (const record of records) {
    sample.offer(
      record,
      record.messages.reduce((sum, { content }) => sum + content.length, 0),
    );
    yield record;
  }
}
