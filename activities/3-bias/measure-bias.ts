import { createBiasMeter } from '../../analysis/bias.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { BiasReport, Finding } from '../../contracts/dataset.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';
import { refuse } from '../refuse.ts';
import { holdAgainstRules, validationsKey } from '../validation.ts';

type Input = Parameters<PipelineActivities['measureBias']>[0];

/** Counts demographic mentions over all records and holds the fairness figures against the limits of the category. */
export const measureBias = defineActivity<Input, { report: BiasReport; findings: Finding[] }>({
  name: 'measureBias',
  version: 2,
  keyOf: ({ records, categorization, safety_level }, deps) => ({
    records: records.sha256,
    category: categorization.category,
    safety_level,
    rules: validationsKey(deps),
  }),
  async run({ records, categorization, safety_level }, deps, io) {
    const meter = createBiasMeter();
    let done = 0;
    for await (const record of readRecords(deps.storage, records)) {
      meter.add(record);
      done += 1;
      if (done % 500 === 0)
        await io.progress(done / records.record_count, `${done} of ${records.record_count} records`);
    }
    const report = meter.result();
    const facts = { at: 'bias_detection', report, categorization, safety_level } as const;
    const findings = await holdAgainstRules(facts, records, deps);
    refuse(findings);
    return { report, findings };
  },
});
