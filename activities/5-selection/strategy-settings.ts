import type { OPTIMIZATION_STRATEGIES, StyleId } from '../../contracts/training.ts';
import type { TrainingStyle } from '../../plugins/kinds.ts';

type Strategy = (typeof OPTIMIZATION_STRATEGIES)[number];

/** What a strategy sets, where the style has the setting and the caller left it out. `balanced` is the style's own defaults. */
const STRATEGY_SETTINGS: Record<Strategy, Record<string, number>> = {
  fast: {
    max_iterations: 40,
    num_epochs: 1,
    max_features: 10_000,
    num_updates: 100,
    source_epochs: 3,
    num_episodes: 5,
  },
  balanced: {},
  high_quality: {
    max_iterations: 400,
    num_epochs: 6,
    num_updates: 600,
    source_epochs: 20,
    num_episodes: 30,
  },
  resource_efficient: {
    max_iterations: 80,
    num_epochs: 2,
    max_features: 8_000,
    num_updates: 150,
    source_epochs: 5,
  },
};

/** Settings whose name means another thing in another style. */
const OWN_SETTINGS: Partial<Record<StyleId, Partial<Record<Strategy, Record<string, number>>>>> = {
  meta_learning: { fast: { num_tasks: 100 }, high_quality: { num_tasks: 800 }, resource_efficient: { num_tasks: 200 } },
};

/**
 * What the strategy sets of a style: never more than its defaults where time is to be saved, never less where quality is
 * wanted. Only what the style has beside the settings that the caller gave: a method of its own may have others.
 */
export function strategySettings(
  strategy: Strategy,
  { id, settings }: Pick<TrainingStyle, 'id' | 'settings'>,
  given: Readonly<Record<string, unknown>> = {},
): Record<string, number> {
  // Settings that are not valid are refused with what is wrong with them once the strategy's are beside them.
  const defaults = settings.safeParse(given).data ?? settings.parse({});
  const pick = strategy === 'high_quality' ? Math.max : Math.min;
  const wanted = Object.entries({ ...STRATEGY_SETTINGS[strategy], ...OWN_SETTINGS[id]?.[strategy] });
  return Object.fromEntries(
    wanted.flatMap(([name, value]) => {
      const usual = defaults[name];
      return typeof usual === 'number' ? [[name, pick(usual, value)]] : [];
    }),
  );
}
