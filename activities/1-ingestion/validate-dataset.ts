import { validate } from '../../analysis/validate.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Finding } from '../../contracts/dataset.ts';
import { defineActivity } from '../define.ts';
import { refuse } from '../refuse.ts';

type Input = Parameters<PipelineActivities['validateDataset']>[0];

/** Holds the measured values against the rules of the category. Under strict safety a broken rule stops the run. */
export const validateDataset = defineActivity<Input, { findings: Finding[]; approval_reason: string | null }>({
  name: 'validateDataset',
  version: 2,
  keyOf: ({ profile, categorization, consent, safety_level }) => ({ profile, categorization, consent, safety_level }),
  async run({ profile, categorization, consent, safety_level }) {
    const findings = validate({ profile, categorization, consent, safety_level });
    refuse(findings);
    const doubtful = safety_level === 'strict' && categorization.uncertain;
    return {
      findings,
      approval_reason: doubtful
        ? 'the category is uncertain and safety is strict: a person has to look before training'
        : null,
    };
  },
});
