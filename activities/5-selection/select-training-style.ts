import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import {
  type InferredTask,
  type SelectionFacts,
  STYLES,
  type StyleAssessment,
  type StyleId,
  type StyleSelection,
  type Task,
} from '../../contracts/training.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';
import { inferTask, type Learnable } from './infer-task.ts';

type Input = Parameters<PipelineActivities['selectTrainingStyle']>[0];

/** Ranks all eight styles by computed facts, and takes the best that a trainer here can train, or the caller's choice. */
export const selectTrainingStyle = defineActivity<Input, { selection: StyleSelection }>({
  name: 'selectTrainingStyle',
  version: 2,
  keyOf: ({ splits, categorization, profile, request }, deps) => ({
    train: splits.train.sha256,
    category: categorization.category,
    quality: profile.quality_score,
    request,
    available: deps.trainer.styles,
  }),
  async run({ splits, categorization, profile, request }, deps) {
    const learnable = await inferTask(readRecords(deps.storage, splits.train), request);
    const asked = request.training_config?.style;
    const facts = toFacts(learnable, { categorization, profile, request });
    const ranking: StyleAssessment[] = STYLES.map((style) => ({
      ...deps.assessStyle(style, facts),
      available: deps.trainer.styles.includes(style),
    })).sort((a, b) => Number(usable(b)) - Number(usable(a)) || b.score - a.score || (a.style < b.style ? -1 : 1));

    const selected = asked ? ranking.find((entry) => entry.style === asked) : ranking[0];
    if (!selected || !usable(selected)) throw unsupported(selected, ranking, asked !== undefined);
    const second = ranking.find((entry) => usable(entry) && entry.style !== selected.style);
    return {
      selection: {
        selected_style: selected.style,
        task: taskOfStyle(selected.style, learnable.tasks),
        confidence: second && selected.score > 0 ? Math.max(0, (selected.score - second.score) / selected.score) : 1,
        chosen_by: asked ? 'caller' : 'ranking',
        ranking,
        facts,
        tasks: learnable.tasks,
      },
    };
  },
});

const usable = (entry: StyleAssessment) => entry.eligible && entry.available;

function toFacts(
  { facts: { record_count, turn_pair_count, labels }, tasks }: Learnable,
  { categorization, profile, request }: Pick<Input, 'categorization' | 'profile' | 'request'>,
): SelectionFacts {
  const label = tasks.find(({ task }) => task.kind === 'classification')?.task;
  const preference = tasks.find(({ task }) => task.kind === 'preference')?.task;
  const valuesOf = (field: string, unit: string) =>
    labels.find((counts) => counts.field === field && counts.unit === unit)?.values ?? new Map<string, number>();
  const classes = label?.kind === 'classification' ? label.classes : [];
  const counted =
    label?.kind === 'classification' ? valuesOf(label.label_field, label.unit ?? 'record') : new Map<string, number>();
  const judged =
    preference?.kind === 'preference' ? valuesOf(preference.label_field, 'record') : new Map<string, number>();
  const total = (names: readonly string[], values: ReadonlyMap<string, number>) =>
    names.reduce((sum, name) => sum + (values.get(name) ?? 0), 0);
  return {
    record_count,
    labelled_record_count: total(classes, counted),
    class_counts: Object.fromEntries(classes.map((name) => [name, counted.get(name) ?? 0])),
    turn_pair_count,
    preferred_count: preference?.kind === 'preference' ? total(preference.preferred, judged) : 0,
    rejected_count: preference?.kind === 'preference' ? total(preference.rejected, judged) : 0,
    quality_score: profile.quality_score,
    category: categorization.category,
    available_compute: request.available_compute,
    safety_level: request.safety_requirements,
    training_objective: request.training_objective,
  };
}

/** The kind of task each style learns; a style that learns from the texts alone is judged by a label where there is one. */
const TASK_KINDS: Record<StyleId, readonly Task['kind'][]> = {
  few_shot: ['classification'],
  self_supervised: ['next_turn'],
  supervised: ['classification'],
  unsupervised: ['classification', 'next_turn'],
  reinforcement: ['preference'],
  transfer_learning: ['classification'],
  meta_learning: ['classification'],
  continual_learning: ['classification'],
};

/** The first task of a kind that the style learns. */
export function taskOfStyle(style: StyleId, tasks: readonly InferredTask[]): Task {
  for (const kind of TASK_KINDS[style]) {
    const found = tasks.find(({ task }) => task.kind === kind);
    if (found) return found.task;
  }
  return { kind: 'next_turn' };
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
