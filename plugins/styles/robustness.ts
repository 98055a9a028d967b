import { groupOf } from '../../analysis/bias-lexicon.ts';
import type { Evaluation } from '../../contracts/training.ts';
import { macroScores } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import { VARIANTS, type Variant } from './variants.ts';

interface Judged {
  labels: Uint16Array;
  predicted: Uint16Array;
  classCount: number;
}

/** With fewer examples a figure of a group says nothing. Our choice. */
const GROUP_EXAMPLES_MIN = 20;
const GROUPS_MAX = 40;

/** What becomes of the predictions where the texts are written otherwise and mean the same. */
export async function robustnessOf(
  texts: readonly string[],
  { labels, predicted, classCount }: Judged,
  { predict, seed }: { predict: (texts: string[]) => Promise<Uint16Array>; seed: number },
): Promise<NonNullable<Evaluation['robustness']>> {
  const rows: NonNullable<Evaluation['robustness']> = [];
  for (const [variant, change] of Object.entries(VARIANTS) as [Variant, (typeof VARIANTS)[Variant]][]) {
    const random = new Random(seed);
    const changed = texts.map((text) => change(text, random));
    const touched = texts.flatMap((text, i) => (text === changed[i] ? [] : [i]));
    if (touched.length === 0) {
      rows.push({ variant, changed_texts: 0, changed_predictions: null, f1_score: null });
      continue;
    }
    const now = await predict(changed);
    const moved = touched.filter((i) => now[i] !== predicted[i]).length;
    rows.push({
      variant,
      changed_texts: touched.length,
      changed_predictions: moved / touched.length,
      f1_score: macroScores(labels, now, classCount).f1_score,
    });
  }
  return rows;
}

/** The scores of each group that the attributes of the records name; null where a group is too small to tell. */
export function scoresByGroup(
  attributes: readonly Readonly<Record<string, string>>[],
  { labels, predicted, classCount }: Judged,
): NonNullable<Evaluation['per_group']> {
  const groups = new Map<string, { attribute: string; group: string; members: number[] }>();
  attributes.forEach((own, i) => {
    for (const [name, value] of Object.entries(own)) {
      const found = groupOf(name, value);
      if (found === null) continue;
      const key = `${found.dimension}\0${found.group}`;
      const entry = groups.get(key) ?? { attribute: found.dimension, group: found.group, members: [] };
      if (!groups.has(key) && groups.size >= GROUPS_MAX) continue;
      if (entry.members.at(-1) !== i) entry.members.push(i);
      groups.set(key, entry);
    }
  });
  const inOrder = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([, { attribute, group, members }]) => {
    const enough = members.length >= GROUP_EXAMPLES_MIN;
    const pick = (values: Uint16Array) => Uint16Array.from(members, (i) => values[i] ?? 0);
    const scores = enough ? macroScores(pick(labels), pick(predicted), classCount) : null;
    return {
      attribute,
      group,
      count: members.length,
      accuracy: scores?.accuracy ?? null,
      f1_score: scores?.f1_score ?? null,
      reason: enough ? null : `fewer than ${GROUP_EXAMPLES_MIN} examples`,
    };
  });
}
