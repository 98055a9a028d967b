import type { BiasReport, Categorization, DatasetProfile, Finding } from '../contracts/dataset.ts';
import { type GateResult, type ModelStage, mayEnter } from '../contracts/registry.ts';
import type { Evaluation } from '../contracts/training.ts';
import { crisisShareAtMost } from './profile.ts';

interface Facts {
  evaluation: Evaluation;
  bias: BiasReport | null;
  profile: DatasetProfile;
  categorization: Categorization;
  findings: readonly Finding[];
  /** What preprocessing counted over all records. */
  preprocessing: Readonly<Record<string, number>>;
}

/** Held by `measured` at least (or at most, where `most`) the limit. */
interface Gate extends Pick<GateResult, 'gate' | 'level' | 'limit'> {
  most?: boolean;
  measure(facts: Facts): number | null;
  /** Why nothing was measured. */
  missing(facts: Facts): string;
}

/**
 * What a model has to show before each stage. The limits of fairness and crisis content are the seed's promotion gates;
 * its other gates judge text that a model writes, see NOT_APPLICABLE.
 */
const GATES: readonly Gate[] = [
  {
    gate: 'gain_over_baseline',
    level: 'training',
    limit: 0,
    // A style may ask for more than the gain of its main figure: what is not better by all of it passes no gate.
    measure: ({ evaluation: { gain_over_baseline: gain, better_than_baseline: better } }) =>
      gain === null || (gain.interval_95[0] > 0 && !better) ? null : gain.interval_95[0],
    missing: ({ evaluation: { gain_over_baseline: gain, primary_metric } }) =>
      gain === null
        ? 'no baseline was measured'
        : `a gain of ${primary_metric} alone, and not of all that the style is judged by`,
  },
  {
    gate: 'broken_rules',
    level: 'staging',
    limit: 0,
    most: true,
    measure: ({ findings }) => findings.filter(({ severity, rule }) => severity !== 'info' && isSafety(rule)).length,
    missing: () => '',
  },
  {
    gate: 'fairness_score',
    level: 'staging',
    limit: 0.5,
    measure: ({ bias }) => bias?.fairness_score.value ?? null,
    missing: () => 'fairness could not be measured',
  },
  {
    gate: 'fairness_score',
    level: 'production',
    limit: 0.7,
    measure: ({ bias }) => bias?.fairness_score.value ?? null,
    missing: () => 'fairness could not be measured',
  },
  {
    gate: 'crisis_content_ratio',
    level: 'production',
    limit: 0.15,
    most: true,
    // The profile of a large dataset knows a sample only; cleaning looked at every record.
    measure: ({ profile, preprocessing }) =>
      preprocessing.crisis_found === undefined
        ? crisisShareAtMost(profile)
        : preprocessing.crisis_found / Math.max(1, profile.record_count),
    missing: () => '',
  },
];

/** Gates of the seed that judge generated text. The embedded styles label, rank or group texts and write none. */
const NOT_APPLICABLE: readonly Pick<GateResult, 'gate' | 'level' | 'limit'>[] = [
  { gate: 'toxicity_ratio', level: 'staging', limit: 0.1 },
  { gate: 'therapeutic_quality_score', level: 'staging', limit: 0.6 },
  { gate: 'perplexity', level: 'production', limit: 50 },
];

const isSafety = (rule: string) => /^(consent|privacy|anonym)/.test(rule);

/** Every gate with its outcome, and the stage the model starts in: above `training` only a person promotes. */
export function judgePromotion(facts: Facts): { gates: GateResult[]; stage: ModelStage } {
  const gates = GATES.map((gate): GateResult => {
    const { gate: name, level, limit } = gate;
    const measured = gate.measure(facts);
    if (measured === null) {
      return { gate: name, level, limit, measured, outcome: 'failed', message: gate.missing(facts) };
    }
    const passed = gate.most ? measured <= limit : gate.limit === 0 ? measured > 0 : measured >= limit;
    const sign = gate.most ? 'at most' : gate.limit === 0 ? 'above' : 'at least';
    const message = `${round(measured)}, needs ${sign} ${limit}`;
    return { gate: name, level, limit, measured, outcome: passed ? 'passed' : 'failed', message };
  });
  const skipped = NOT_APPLICABLE.map(
    (gate): GateResult => ({
      ...gate,
      measured: null,
      outcome: 'not_applicable',
      message: 'judges generated text; this model writes none',
    }),
  );
  const all = [...gates, ...skipped];
  return { gates: all, stage: mayEnter(all, 'training') ? 'training' : 'rejected' };
}

const round = (value: number) => Number(value.toPrecision(3));
