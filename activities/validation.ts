import { createSample } from '../analysis/sample.ts';
import type { RecordSet } from '../contracts/artifacts.ts';
import type { Finding } from '../contracts/dataset.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { ValidationFacts } from '../plugins/validation-kinds.ts';
import type { Dependencies } from './define.ts';
import { readRecords } from './records-io.ts';

type Parts = Pick<Dependencies, 'validations' | 'storage'>;

/** What findings depend on besides the facts. */
export const validationsKey = ({ validations }: Pick<Parts, 'validations'>): string[] =>
  validations.map(({ id, version }) => `${id} ${version}`);

/**
 * Findings of all rules that apply to the category, in the order of the list. Nothing is read where no rule asks for
 * records. A rule that throws ends the stage with its name: a rule that was not held is not a rule that is kept.
 */
export async function holdAgainstRules(
  facts: ValidationFacts,
  records: RecordSet | null,
  parts: Parts,
): Promise<Finding[]> {
  const { category } = facts.categorization;
  const findings: Finding[] = [];
  for (const plugin of parts.validations) {
    if (plugin.categories !== null && !plugin.categories.includes(category)) continue;
    try {
      findings.push(...(await plugin.check(facts, (size) => sampleOf(records, size, parts))));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'an unknown error';
      // Without the cause: what a plugin says of its error may quote a record.
      throw new PipelineError('PluginFailed', `the validation ${plugin.id} ended with ${name}`);
    }
  }
  return findings;
}

/** The same records at each call. None where the caller of the activity is of before they were handed on. */
async function* sampleOf(records: RecordSet | null, size: number, { storage }: Pick<Parts, 'storage'>) {
  if (records === null) return;
  const isSampled = createSample(records.record_count, size);
  let index = 0;
  for await (const record of readRecords(storage, records)) if (isSampled(index++)) yield record;
}
