import { groupOf } from '../../analysis/bias-lexicon.ts';
import type { Evaluation } from '../../contracts/training.ts';
import { macroScores } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import { VARIANTS, type Variant } from './variants.ts';

interface Judged {
  labels: ArrayLike<number>;
  predicted: ArrayLike<number>;
  classCount: number;
}

/** With fewer examples a figure of a group says nothing. Our choice. */
const GROUP_EXAMPLES_MIN = 20;
const GROUPS_MAX = 40;

/** What becomes of the predictions where the texts are written otherwise and mean the same. Of each text it keeps a number. */
export function createRobustness(predict: (texts: string[]) => Promise<ArrayLike<number>>, seed: number) {
  const variants = (Object.keys(VARIANTS) as Variant[]).map((variant) => ({
    variant,
    random: new Random(seed),
    touched: 0,
    moved: 0,
    now: [] as number[],
  }));
  return {
    /** Further texts and what was predicted of them as they are. */
    async add(texts: readonly string[], predicted: ArrayLike<number>): Promise<void> {
      for (const row of variants) {
        const changed = texts.map((text) => VARIANTS[row.variant](text, row.random));
        const touched = texts.flatMap((text, i) => (text === changed[i] ? [] : [i]));
        const guesses = touched.length === 0 ? [] : await predict(touched.map((i) => changed[i] ?? ''));
        const now = Array.from(predicted);
        for (const [k, i] of touched.entries()) now[i] = guesses[k] ?? 0;
        row.touched += touched.length;
        row.moved += touched.filter((i) => now[i] !== predicted[i]).length;
        for (const guess of now) row.now.push(guess);
      }
    },
    rows(labels: ArrayLike<number>, classCount: number): NonNullable<Evaluation['robustness']> {
      return variants.map(({ variant, touched, moved, now }) => ({
        variant,
        changed_texts: touched,
        changed_predictions: touched === 0 ? null : moved / touched,
        f1_score: touched === 0 ? null : macroScores(labels, now, classCount).f1_score,
      }));
    },
  };
}

/** The scores of each group that the attributes of the records name; null where a group is too small to tell. */
export function createGroupScores() {
  const groups = new Map<string, { attribute: string; group: string; members: number[] }>();
  let count = 0;
  return {
    /** What the record of the next text says of its people. */
    add(attributes: Readonly<Record<string, string>>): void {
      const i = count++;
      for (const [name, value] of Object.entries(attributes)) {
        const found = groupOf(name, value);
        if (found === null) continue;
        const key = `${found.dimension}\0${found.group}`;
        const entry = groups.get(key) ?? { attribute: found.dimension, group: found.group, members: [] };
        if (!groups.has(key) && groups.size >= GROUPS_MAX) continue;
        if (entry.members.at(-1) !== i) entry.members.push(i);
        groups.set(key, entry);
      }
    },
    rows({ labels, predicted, classCount }: Judged): NonNullable<Evaluation['per_group']> {
      const inOrder = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
      return inOrder.map(([, { attribute, group, members }]) => {
        const enough = members.length >= GROUP_EXAMPLES_MIN;
        const pick = (values: ArrayLike<number>) => Uint16Array.from(members, (i) => values[i] ?? 0);
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
    },
  };
}
