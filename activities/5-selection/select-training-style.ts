import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import {
  type SelectionFacts,
  STYLES,
  type StyleAssessment,
  type StyleSelection,
  type Task,
} from '../../contracts/training.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';
import { chooseLabelField, classificationTask, countLearnable, type LearnableFacts } from './infer-task.ts';

type Input = Parameters<PipelineActivities['selectTrainingStyle']>[0];

/** Ranks all eight styles by computed facts, and takes the best that a trainer here can train, or the caller's choice. */
export const selectTrainingStyle = defineActivity<Input, { selection: StyleSelection }>({
  name: 'selectTrainingStyle',
  version: 1,
  keyOf: ({ splits, categorization, profile, request }, deps) => ({
    train: splits.train.sha256,
    category: categorization.category,
    quality: profile.quality_score,
    request,
    available: deps.trainer.styles,
  }),
  async run({ splits, categorization, profile, request }, deps) {
    const learnable = await countLearnable(readRecords(deps.storage, splits.train));
    const asked = request.training_config ?? {};
    const labelTask = taskOfLabel(learnable, asked.label_field);
    const facts: SelectionFacts = {
      record_count: learnable.record_count,
      labelled_record_count: labelTask
        ? sum(labelTask.classes.map((name) => learnable.labels[labelTask.label_field]?.[name] ?? 0))
        : 0,
      class_counts: labelTask
        ? Object.fromEntries(
            labelTask.classes.map((name) => [name, learnable.labels[labelTask.label_field]?.[name] ?? 0]),
          )
        : {},
      turn_pair_count: learnable.turn_pair_count,
      quality_score: profile.quality_score,
      category: categorization.category,
      available_compute: request.available_compute,
      safety_level: request.safety_requirements,
      training_objective: request.training_objective,
    };
    const ranking: StyleAssessment[] = STYLES.map((style) => ({
      ...deps.assessStyle(style, facts),
      available: deps.trainer.styles.includes(style),
    })).sort((a, b) => Number(usable(b)) - Number(usable(a)) || b.score - a.score || (a.style < b.style ? -1 : 1));

    const selected = asked.style ? ranking.find((entry) => entry.style === asked.style) : ranking[0];
    if (!selected || !usable(selected)) throw unsupported(selected, ranking, asked.style !== undefined);
    const task: Task = selected.style === 'supervised' && labelTask ? labelTask : { kind: 'next_turn' };
    const second = ranking.find((entry) => usable(entry) && entry.style !== selected.style);
    return {
      selection: {
        selected_style: selected.style,
        task,
        confidence: second && selected.score > 0 ? Math.max(0, (selected.score - second.score) / selected.score) : 1,
        chosen_by: asked.style ? 'caller' : 'ranking',
        ranking,
        facts,
      },
    };
  },
});

const usable = (entry: StyleAssessment) => entry.eligible && entry.available;

function taskOfLabel(facts: LearnableFacts, asked: string | undefined) {
  const field = asked ?? chooseLabelField(facts);
  if (field === undefined) return undefined;
  const task = classificationTask(facts, field);
  if (asked !== undefined && task === undefined) {
    const known = Object.keys(facts.labels).join(', ') || 'none';
    throw new PipelineError(
      'ConfigInvalid',
      `training_config.label_field ${asked} has no two values with enough records; label fields here: ${known}`,
    );
  }
  return task;
}

function unsupported(selected: StyleAssessment | undefined, ranking: StyleAssessment[], asked: boolean): PipelineError {
  const why = (entry: StyleAssessment) =>
    `${entry.style}: ${entry.available ? entry.reasons.join('; ') : 'no trainer here can train it'}`;
  if (asked && selected) return new PipelineError('StyleUnsupported', `the asked style does not fit: ${why(selected)}`);
  return new PipelineError(
    'StyleUnsupported',
    `no style fits. ${ranking
      .filter((entry) => entry.available)
      .map(why)
      .join('. ')}`,
  );
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
