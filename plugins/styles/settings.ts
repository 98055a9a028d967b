import { z } from 'zod';
import { UNUSED_SETTINGS } from './unused-settings.ts';

/** Settings that no trainer could both keep. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [['fp16', 'bf16']];

/**
 * The settings of a style. A setting that other trainers of the style have and this one does not use is refused with its
 * reason; one that no trainer knows is refused by name. Nothing is ignored.
 */
export function defineSettings<S extends z.ZodRawShape>(shape: S, unused: Readonly<Record<string, string>>) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const given = (issue.input ?? {}) as Record<string, unknown>;
      const both = EXCLUSIVE.filter((pair) => pair.every((name) => given[name] === true));
      return [
        ...(issue.keys as string[]).map((key) => {
          const reason = unused[key] ?? UNUSED_SETTINGS[key];
          return `${key} is not a setting of this trainer${reason ? `: ${reason}` : ''}`;
        }),
        ...both.map(([a, b]) => `${a} and ${b} exclude each other`),
      ].join('; ');
    },
  });
}
