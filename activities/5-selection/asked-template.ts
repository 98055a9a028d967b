import { PipelineError } from '../../contracts/errors.ts';
import type { RunRequest } from '../../contracts/run.ts';
import type { StyleTemplate } from '../../contracts/training.ts';
import type { TrainingStyle } from '../../plugins/kinds.ts';

/** The template that the request names; undefined where it names none. Errors: ConfigInvalid where there is none of the name. */
export function askedTemplate(
  { template: name, style }: NonNullable<RunRequest['training_config']> = {},
  styles: readonly Pick<TrainingStyle, 'templates'>[],
): StyleTemplate | undefined {
  if (name === undefined) return undefined;
  const all = styles.flatMap(({ templates = [] }) => templates);
  const found = all.find((template) => template.name === name);
  if (!found) {
    const known = all.map((template) => template.name).join(', ') || 'none';
    throw new PipelineError('ConfigInvalid', `training_config.template: there is no ${name}; there are ${known}`);
  }
  if (style !== undefined && style !== found.style)
    throw new PipelineError(
      'ConfigInvalid',
      `training_config.template: ${name} is of the style ${found.style}, and training_config.style is ${style}; leave one of them out`,
    );
  return found;
}
