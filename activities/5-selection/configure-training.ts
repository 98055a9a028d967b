import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { OPTIMIZATION_STRATEGIES, TrainingConfig } from '../../contracts/training.ts';
import { defineActivity } from '../define.ts';

type Input = Parameters<PipelineActivities['configureTraining']>[0];
type Strategy = (typeof OPTIMIZATION_STRATEGIES)[number];

/** What a strategy sets, where the style has the setting and the caller left it out. `balanced` is the style's own defaults. */
const STRATEGY_SETTINGS: Record<Strategy, Record<string, number>> = {
  fast: { max_iterations: 40, num_epochs: 1, max_features: 10_000 },
  balanced: {},
  high_quality: { max_iterations: 400, num_epochs: 6 },
  resource_efficient: { max_iterations: 80, num_epochs: 2, max_features: 8_000 },
};

/** Completes and checks the settings of the selected style: caller over strategy over the style's defaults. */
export const configureTraining = defineActivity<Input, { config: TrainingConfig }>({
  name: 'configureTraining',
  version: 1,
  keyOf: ({ selection, request }, deps) => ({
    style: selection.selected_style,
    task: selection.task,
    request,
    style_version: deps.styles.find((style) => style.id === selection.selected_style)?.version,
    memory_mb: deps.trainerMemoryMb,
  }),
  async run({ selection, request }, deps) {
    const style = deps.styles.find((candidate) => candidate.id === selection.selected_style);
    if (!style) throw new PipelineError('StyleUnsupported', `style ${selection.selected_style} is not installed here`);
    const strategy = Object.fromEntries(
      Object.entries(STRATEGY_SETTINGS[request.optimization_strategy]).filter(([name]) => name in style.settings.shape),
    );
    const parsed = style.settings.safeParse({ ...strategy, ...request.training_config?.settings });
    if (!parsed.success) {
      const problems = parsed.error.issues.map(
        (issue) => `${['training_config.settings', ...issue.path].join('.')}: ${issue.message}`,
      );
      throw new PipelineError('ConfigInvalid', `settings of ${style.id}: ${problems.join('; ')}`);
    }
    return {
      config: {
        style: style.id,
        task: selection.task,
        settings: parsed.data,
        optimization_strategy: request.optimization_strategy,
        seed: request.seed,
        memory_limit_mb: request.training_config?.memory_limit_mb ?? deps.trainerMemoryMb,
      },
    };
  },
});
