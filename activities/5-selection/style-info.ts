import type { StyleInfo } from '../../contracts/tasks.ts';
import type { TrainingStyle } from '../../plugins/kinds.ts';

/** A style as callers are told of it. */
export function toStyleInfo({ id, description, requirements }: TrainingStyle): StyleInfo {
  const { recordsMin, recordsMax, needs, categories, compute } = requirements;
  return {
    style: id,
    description,
    requirements: { records_min: recordsMin, records_max: recordsMax, needs, categories: [...categories], compute },
  };
}
