import { describe, expect, it } from 'vitest';
import { strategySettings } from '../../activities/5-selection/strategy-settings.ts';
import { OPTIMIZATION_STRATEGIES } from '../../contracts/training.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';

describe.each(STYLE_PLUGINS)('what a strategy sets of $id', (style) => {
  const defaults: Record<string, unknown> = style.settings.parse({});

  it.each(OPTIMIZATION_STRATEGIES)('%s: settings that the style has and takes', (strategy) => {
    const settings = strategySettings(strategy, style);
    expect(style.settings.safeParse(settings).success).toBe(true);
    for (const [name, value] of Object.entries(settings)) {
      if (strategy === 'high_quality') expect(value).toBeGreaterThanOrEqual(defaults[name] as number);
      else expect(value).toBeLessThanOrEqual(defaults[name] as number);
    }
  });

  it('is nothing where it is balanced, and something where it is to be fast', () => {
    expect(strategySettings('balanced', style)).toEqual({});
    const fast = strategySettings('fast', style);
    expect(Object.entries(fast).some(([name, value]) => value !== defaults[name])).toBe(true);
  });
});
