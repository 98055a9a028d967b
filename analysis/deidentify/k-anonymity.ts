import { createHash } from 'node:crypto';
import type { KAnonymity } from '../../contracts/deidentification.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

/** Subjects counted at most: about 150 MB of hashes. */
const SUBJECTS_MAX = 1_000_000;

/**
 * k-anonymity over the attributes that records carry (gender, age, ethnicity, ...): how many subjects share the rarest
 * combination. A subject is a group of records and counts once, with the attributes of its first record; without an
 * attribute it has the value "not given", as an attacker sees it.
 *
 * Source: Sweeney, k-anonymity: a model for protecting privacy (2002).
 */
export function createKAnonymity(subjectsMax = SUBJECTS_MAX) {
  const names = new Set<string>();
  const subjects = new Map<string, string>();
  let tooMany = false;
  const short = (text: string) => createHash('sha256').update(text).digest('base64').slice(0, 16);
  return {
    add({ group_id, attributes }: Pick<ConversationRecord, 'group_id' | 'attributes'>): void {
      const given = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [name] of given) names.add(name);
      const subject = short(group_id);
      if (subjects.has(subject)) return;
      if (subjects.size >= subjectsMax) tooMany = true;
      else
        subjects.set(subject, short(JSON.stringify(given.map(([name, value]) => [name, value.trim().toLowerCase()]))));
    },
    result(): KAnonymity {
      const sizes = new Map<string, number>();
      for (const combination of subjects.values()) sizes.set(combination, (sizes.get(combination) ?? 0) + 1);
      const reason =
        names.size === 0
          ? 'the records carry no attributes of a person'
          : tooMany
            ? `more than ${subjectsMax} subjects`
            : null;
      const rare = [...sizes.values()].filter((size) => size < 5).reduce((sum, size) => sum + size, 0);
      const known = reason === null && subjects.size > 0;
      return {
        k: known ? Math.min(...sizes.values()) : null,
        reason: known ? null : (reason ?? 'there are no records'),
        attributes: [...names].sort(),
        subject_count: subjects.size,
        class_count: known ? sizes.size : 0,
        share_of_subjects_below_5: known ? rare / subjects.size : null,
      };
    },
  };
}
