import type { StyleAssessment, StyleId } from '../contracts/training.ts';

export type StyleChoice =
  | {
      /** Score of the chosen style less that of the best other one that fits; null where none does. */
      lead: number | null;
      selected: StyleAssessment;
      /** What speaks against a caller's choice. */
      warnings: string[];
    }
  | { refusal: string; facts: { styles: { style: StyleId; missing: string[] }[] } };

const fits = (entry: StyleAssessment) => entry.eligible && entry.available;

/** Those that fit and can be trained here first, then by score, then by name. */
export function rankStyles(assessments: readonly StyleAssessment[]): StyleAssessment[] {
  return assessments.toSorted(
    (a, b) => Number(fits(b)) - Number(fits(a)) || b.score - a.score || (a.style < b.style ? -1 : 1),
  );
}

/**
 * The best style that fits, or the caller's choice. A choice stands as long as there is anything for it to learn from; what
 * speaks against it is a warning. Where nothing fits, the answer says what each style would need.
 */
export function chooseStyle(ranking: readonly StyleAssessment[], asked: StyleId | undefined): StyleChoice {
  const [best] = ranking;
  const selected = asked ? ranking.find(({ style }) => style === asked) : best;
  const possible = selected?.available && (asked ? selected.trainable !== false : selected.eligible);
  if (!selected || !possible) {
    const told = (entry: StyleAssessment) => `${entry.style} needs ${needsOf(entry).missing.join(', ')}`;
    const refusal =
      asked && selected
        ? `the asked style does not fit: ${told(selected)}`
        : `no style fits. ${ranking
            .filter(({ available }) => available)
            .map(told)
            .join('; ')}`;
    return { refusal, facts: { styles: ranking.map(needsOf) } };
  }
  const second = ranking.find((entry) => fits(entry) && entry.style !== selected.style);
  return {
    selected,
    lead: second ? selected.score - second.score : null,
    warnings: asked ? warningsOf(selected, best) : [],
  };
}

function warningsOf(selected: StyleAssessment, best: StyleAssessment | undefined): string[] {
  const higher = best && best.style !== selected.style && fits(best);
  return [
    ...(selected.missing ?? []).map((lack) => `${selected.style} would need ${lack}`),
    ...(higher ? [`${best.style} ranks higher: ${best.score.toFixed(2)} against ${selected.score.toFixed(2)}`] : []),
  ];
}

function needsOf({ style, available, missing = [] }: StyleAssessment): { style: StyleId; missing: string[] } {
  return { style, missing: available ? missing : ['a trainer that can train it', ...missing] };
}
