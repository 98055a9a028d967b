import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { TrainingConfig } from '../../contracts/training.ts';
import { type Dependencies, defineActivity } from '../define.ts';
import { askedTemplate } from './asked-template.ts';
import { strategySettings } from './strategy-settings.ts';

type Input = Parameters<PipelineActivities['configureTraining']>[0];

/** Completes and checks the settings of the selected style: caller over template over strategy over the style's defaults. */
export const configureTraining = defineActivity<Input, { config: TrainingConfig }>({
  name: 'configureTraining',
  version: 3,
  keyOf: async ({ selection, request }, deps) => ({
    style: selection.selected_style,
    task: selection.task,
    request,
    style_version: deps.styles.find((style) => style.id === selection.selected_style)?.version,
    memory_mb: deps.trainerMemoryMb,
    template: askedTemplate(request.training_config, deps.styles),
    ...(await pinEncoder(settingsOf({ selection, request }, deps).settings, deps)),
  }),
  async run({ selection, request }, deps) {
    const { style, given, settings } = settingsOf({ selection, request }, deps);
    const search = request.training_config?.search;
    return {
      config: {
        style: style.id,
        task: selection.task,
        settings: { ...settings, ...(await pinEncoder(settings, deps)) },
        optimization_strategy: request.optimization_strategy,
        seed: request.seed,
        memory_limit_mb: request.training_config?.memory_limit_mb ?? deps.trainerMemoryMb,
        ...(search && { search: { trials: search.trials, fixed: Object.keys(given) } }),
      },
    };
  },
});

function settingsOf({ selection, request }: Pick<Input, 'selection' | 'request'>, deps: Dependencies) {
  const style = deps.styles.find((candidate) => candidate.id === selection.selected_style);
  if (!style) throw new PipelineError('StyleUnsupported', `style ${selection.selected_style} is not installed here`);
  // What the template sets counts as given, so that no strategy changes it; what the request sets goes before it.
  const template = askedTemplate(request.training_config, deps.styles);
  const given = { ...template?.settings, ...request.training_config?.settings };
  const strategy = strategySettings(request.optimization_strategy, style, given);
  const parsed = style.settings.safeParse({ ...strategy, ...given });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${['training_config.settings', ...issue.path].join('.')}: ${issue.message}`,
    );
    throw new PipelineError('ConfigInvalid', `settings of ${style.id}: ${problems.join('; ')}`);
  }
  return { style, given, settings: parsed.data };
}

/** The encoder with the hash of its files, so that all that goes by the settings goes by those files too. */
async function pinEncoder({ encoder }: Record<string, unknown>, { openEncoder }: Dependencies) {
  return typeof encoder === 'string' ? { encoder: (await openEncoder(encoder)).id } : {};
}
