import { describe, expect, it } from 'vitest';
import { askedTemplate } from '../../activities/5-selection/asked-template.ts';
import { STYLES, type StyleSelection } from '../../contracts/training.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';
import { createActivityStack } from '../support/activity-stack.ts';

const TEMPLATES = STYLE_PLUGINS.flatMap(({ templates = [], ...style }) =>
  templates.map((template) => ({ style, template, name: template.name })),
);

describe('templates of settings', () => {
  it('there is one for each style, each under a name of its own', () => {
    expect(new Set(TEMPLATES.map(({ template }) => template.style))).toEqual(new Set(STYLES));
    expect(new Set(TEMPLATES.map(({ name }) => name)).size).toBe(TEMPLATES.length);
  });

  it.each(TEMPLATES)('$name sets what its style takes', ({ style, template }) => {
    expect(template.style).toBe(style.id);
    const parsed = style.settings.safeParse(template.settings);
    expect(parsed.error).toBeUndefined();
    expect(parsed.data).toMatchObject(template.settings);
  });

  it('one that is not there, or of another style than the one asked for, is refused with those there are', () => {
    expect(() => askedTemplate({ template: 'nothing' }, STYLE_PLUGINS)).toThrow(
      /there is no nothing; there are .*new-classes/,
    );
    expect(() => askedTemplate({ template: 'new-classes', style: 'supervised' }, STYLE_PLUGINS)).toThrow(
      /of the style meta_learning, and training_config.style is supervised/,
    );
    expect(askedTemplate({ style: 'supervised' }, STYLE_PLUGINS)).toBeUndefined();
  });

  it('sets what the request leaves out, and no strategy changes what it sets', async () => {
    const stack = createActivityStack();
    const facts = { selected_style: 'few_shot', task: { kind: 'next_turn' } } as unknown as StyleSelection;
    const configure = async (settings: Record<string, number>) => {
      const training_config = { template: 'few-shot-five-examples', settings };
      const request = { optimization_strategy: 'fast' as const, seed: 1, training_config };
      const { config } = await stack.run('configureTraining', { selection: facts, request });
      return config.settings;
    };
    expect(await configure({})).toMatchObject({ num_shots: 5, num_episodes: 5 });
    expect(await configure({ num_shots: 3 })).toMatchObject({
      num_shots: 3,
      shot_selection_strategy: 'representative',
    });
  });
});
