import type { PipelineActivities } from '../../contracts/activities.ts';
import { defineActivity } from '../define.ts';
import { refuse } from '../refuse.ts';
import { judgeDataset } from './judge-dataset.ts';

type Input = Parameters<PipelineActivities['validateDataset']>[0];
type Output = Omit<Awaited<ReturnType<PipelineActivities['validateDataset']>>, 'cached'>;

/**
 * Puts the metadata together and holds the measured values against the rules of the category and the data contract. Under
 * strict safety a broken rule stops the run. What it recommends decides nothing.
 */
export const validateDataset = defineActivity<Input, Output>({
  name: 'validateDataset',
  version: 3,
  keyOf: ({ context: _context, ...rest }) => rest,
  async run(input, deps) {
    const judged = judgeDataset(input, deps);
    refuse(judged.findings);
    const doubtful = input.safety_level === 'strict' && input.categorization.uncertain;
    return {
      ...judged,
      approval_reason: doubtful
        ? 'the category is uncertain and safety is strict: a person has to look before training'
        : null,
    };
  },
});
