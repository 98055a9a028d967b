import type { ValidationPlugin } from '../../plugins/validation-kinds.ts';

/** Our choice: enough records to tell a share of 95 % from one of 85 %. */
const SAMPLE = 500;
const SHARE_MAX = 0.95;

/** A label field in which one value has nearly all records teaches a model to answer that value. */
export const labelBalance: ValidationPlugin = {
  id: 'label-balance',
  version: '1',
  categories: ['clinical', 'therapeutic'],
  async check(facts, sample) {
    if (facts.at !== 'dataset_ingestion') return [];
    const fields = new Map<string, Map<string, number>>();
    for await (const { labels } of sample(SAMPLE)) {
      for (const [field, value] of Object.entries(labels)) {
        const counts = fields.get(field) ?? new Map<string, number>();
        fields.set(field, counts.set(value, (counts.get(value) ?? 0) + 1));
      }
    }
    return [...fields].flatMap(([field, counts]) => {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const share = Math.max(...counts.values()) / total;
      if (share <= SHARE_MAX) return [];
      return [
        {
          rule: `label_balance:${field}`,
          severity: facts.safety_level === 'strict' ? 'error' : 'warning',
          measured: share,
          limit: SHARE_MAX,
          message: `one value has ${Math.round(100 * share)} % of the ${total} sampled records that have ${field}`,
          remedy: 'add records of the other values, or train without this label',
        },
      ];
    });
  },
};
