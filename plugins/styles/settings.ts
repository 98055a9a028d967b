import { z } from 'zod';

/**
 * The settings of a style. A setting that other trainers of the style have and this one does not use is refused with its
 * reason; one that no trainer knows is refused by name. Nothing is ignored.
 */
export function defineSettings<S extends z.ZodRawShape>(shape: S, unused: Readonly<Record<string, string>>) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? (issue.keys as string[])
            .map((key) => `${key} is not a setting of this trainer${unused[key] ? `: ${unused[key]}` : ''}`)
            .join('; ')
        : undefined,
  });
}
