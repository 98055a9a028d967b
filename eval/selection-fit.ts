import type { StyleId } from '../contracts/training.ts';
import { assessStyle, supply } from '../plugins/styles/assess.ts';
import {
  type ConfidenceStep,
  type Expectation,
  type Expectations,
  utilityFeatures,
} from '../plugins/styles/expected-utility.ts';
import { REQUIREMENTS } from '../plugins/styles/requirements.ts';
import type { TrialResult } from './selection-trial.ts';

/** A trial that gave a model and a figure. */
export type Measured = TrialResult & { utility: number };

/** How strongly the weights are held near nothing: with some thirty trials a style, five weights would fit by chance. Our choice. */
const RIDGE = 5;

const countOf = ({ style, facts }: Measured) => supply(REQUIREMENTS[style], facts).count;
const partOf = ({ records, labelled, noise }: Measured) =>
  `${records} records, ${Math.round(100 * labelled)} % labelled${noise > 0 ? `, ${Math.round(100 * noise)} % of the labels by chance` : ''}`;
const scenarioOf = (trial: Measured) => `${trial.folder}: ${partOf(trial)}`;
const featuresOf = (trial: Measured) => utilityFeatures(trial.facts, countOf(trial));

/**
 * What is to be expected of each style, by the trials: a ridge regression, on the facts, of how much further it comes than
 * the other styles on the same data. How hard the data is in itself no fact tells, so the mean over all of it is taken.
 */
export function fitExpectations(given: readonly Measured[]): Expectations {
  const level = mean(given.map(({ utility }) => utility));
  const trials = [...Map.groupBy(given, scenarioOf).values()].flatMap((own) => {
    const ownLevel = mean(own.map(({ utility }) => utility));
    return own.map((trial) => ({ ...trial, utility: level + trial.utility - ownLevel }));
  });
  const entries = [...Map.groupBy(trials, ({ style }) => style)].map(([style, own]): [StyleId, Expectation] => {
    const errors = foldersOf(own).flatMap((folder) => {
      const [seen, held] = [
        own.filter((trial) => trial.folder !== folder),
        own.filter((trial) => trial.folder === folder),
      ];
      const weights = ridge(
        seen.map(featuresOf),
        seen.map(({ utility }) => utility),
      );
      return held.map((trial) => Math.abs(clamp(dot(weights, featuresOf(trial))) - trial.utility));
    });
    const [start, each] = line(
      own.map(countOf),
      own.map(({ seconds }) => seconds),
    );
    return [
      style,
      {
        weights: ridge(
          own.map(featuresOf),
          own.map(({ utility }) => utility),
        ).map(rounded),
        error: rounded(mean(errors)),
        trials: own.length,
        seconds: [rounded(start), Number(each.toPrecision(3))],
        rssMb: Math.ceil(Math.max(...own.map(({ rss_mb }) => rss_mb))),
      },
    ];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export interface Choice {
  folder: string;
  scenario: string;
  predicted: StyleId;
  best: StyleId;
  /** Place of the truly best style in the predicted order, from 0. */
  place: number;
  regret: number;
  lead: number;
  /** What always taking the style that was best on average elsewhere would have cost. */
  regretOfHabit: number;
  habitRight: boolean;
}

/** The predicted best style against the truly best one, each dataset judged by expectations that never saw it. */
export function crossChoices(trials: readonly Measured[]): Choice[] {
  return foldersOf(trials).flatMap((folder) => {
    const seen = trials.filter((trial) => trial.folder !== folder);
    const table = fitExpectations(seen);
    const habit = [...Map.groupBy(seen, ({ style }) => style)]
      .map(([style, own]) => ({ style, worth: mean(own.map(({ utility }) => utility)) }))
      .sort((a, b) => b.worth - a.worth);
    const scenarios = Map.groupBy(
      trials.filter((trial) => trial.folder === folder),
      partOf,
    );
    return [...scenarios].flatMap(([scenario, own]) => {
      const ranked = own
        .map((trial) => ({ ...trial, assessment: assessStyle(trial.style, trial.facts, table) }))
        .sort(
          (a, b) =>
            Number(b.assessment.eligible) - Number(a.assessment.eligible) || b.assessment.score - a.assessment.score,
        );
      const [first, second] = ranked;
      const best = ranked.reduce((top, trial) => (trial.utility > top.utility ? trial : top));
      if (!first || !second) return [];
      const usual = habit
        .map(({ style }) => ranked.find((trial) => trial.style === style))
        .find((trial) => trial !== undefined);
      return [
        {
          folder,
          scenario,
          predicted: first.style,
          best: best.style,
          place: ranked.indexOf(best),
          regret: best.utility - first.utility,
          lead: first.assessment.score - second.assessment.score,
          regretOfHabit: best.utility - (usual?.utility ?? 0),
          habitRight: usual === best,
        },
      ];
    });
  });
}

const STEPS = 3;

/** How often the prediction was right, by thirds of the lead; never falling as the lead grows. One right and one wrong are added to each. */
export function calibrate(choices: readonly Choice[]): ConfidenceStep[] {
  const sorted = [...choices].sort((a, b) => a.lead - b.lead);
  const blocks = Array.from({ length: STEPS }, (_, s) => {
    const own = sorted.slice(Math.floor((s * sorted.length) / STEPS), Math.floor(((s + 1) * sorted.length) / STEPS));
    return {
      leadMin: s === 0 ? -1 : (own[0]?.lead ?? 1),
      right: own.filter(({ place }) => place === 0).length,
      count: own.length,
    };
  });
  // Pools neighbours that fall (Ayer et al., 1955).
  for (let i = 1; i < blocks.length; ) {
    const [before, here] = [blocks[i - 1], blocks[i]];
    if (!before || !here || share(before) <= share(here)) i += 1;
    else {
      blocks.splice(i - 1, 2, {
        leadMin: before.leadMin,
        right: before.right + here.right,
        count: before.count + here.count,
      });
      i = Math.max(1, i - 1);
    }
  }
  return blocks.map((block) => ({ leadMin: rounded(block.leadMin), right: rounded(share(block)) }));
}

const share = ({ right, count }: { right: number; count: number }) => (right + 1) / (count + 2);
const foldersOf = (trials: readonly { folder: string }[]) => [...new Set(trials.map(({ folder }) => folder))].sort();
const rounded = (value: number) => Number(value.toFixed(3));
const clamp = (value: number) => Math.min(1, Math.max(0, value));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Weights of least squares with a penalty on all but the first, by elimination. */
function ridge(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0;
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from(
      { length: size },
      (_unused, j) =>
        rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) + (i === j ? (i === 0 ? 1e-6 : RIDGE) : 0),
    ),
    rows.reduce((sum, row, k) => sum + (row[i] ?? 0) * (targets[k] ?? 0), 0),
  ]);
  for (let i = 0; i < size; i++) {
    const pivot = system[i] ?? [];
    for (let k = 0; k < size; k++) {
      const row = system[k] ?? [];
      const factor = k === i ? 0 : (row[i] ?? 0) / (pivot[i] ?? 1);
      if (factor !== 0) for (let j = 0; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return system.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

/** Start and slope of a line, neither below 0. */
function line(x: readonly number[], y: readonly number[]): [number, number] {
  const [mx, my] = [mean(x), mean(y)];
  const slope =
    x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? 0) - my), 0) /
    Math.max(
      1,
      x.reduce((sum, value) => sum + (value - mx) ** 2, 0),
    );
  const kept = Math.max(0, slope);
  return [Math.max(0, my - kept * mx), kept];
}
