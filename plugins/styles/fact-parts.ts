import type { SelectionFacts, StyleId } from '../../contracts/training.ts';
import type { Expected } from './expected-utility.ts';
import { domainsOf } from './goals.ts';
import type { Requirements } from './requirements.ts';

/** Something that speaks for or against a style, and what the score is multiplied by for it. */
export interface Part {
  factor: number;
  reason: string;
}

/** Styles that go by the static word vectors, which were made of English: learning/static-table. */
const BY_ENGLISH_VECTORS: ReadonlySet<StyleId> = new Set([
  'few_shot',
  'supervised',
  'unsupervised',
  'transfer_learning',
  'meta_learning',
]);
const MOST = 0.5;

/**
 * What labels, languages and domains of the dataset say of a style. What was measured of labels is part of the expected
 * utility already; the rest was not measured, so it is told and changes no score.
 */
export function factParts(
  style: StyleId,
  { needs }: Requirements,
  { facts, expected }: { facts: SelectionFacts; expected: Expected | null },
): Part[] {
  const reasons = [
    ...(needs === 'labels' ? [balanceReason(facts, expected), noiseReason(facts, expected)] : []),
    languageReason(style, facts),
    domainReason(facts),
  ];
  return reasons.filter((reason) => reason !== null).map((reason) => ({ factor: 1, reason }));
}

function balanceReason({ class_balance, class_counts }: SelectionFacts, expected: Expected | null): string | null {
  if (class_balance?.value == null) return null;
  const counts = Object.values(class_counts);
  const largest = Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0);
  return `class balance ${class_balance.value.toFixed(2)}: the largest of ${counts.length} classes holds ${percent(largest)} of the examples${effectOf(expected?.effects.imbalance)}`;
}

function noiseReason({ label_noise }: SelectionFacts, expected: Expected | null): string | null {
  if (!label_noise) return null;
  if (label_noise.value === null) return `label noise is not known: ${label_noise.reason}`;
  return `up to ${percent(label_noise.value)} of the labels look wrong${effectOf(expected?.effects.label_noise)}`;
}

function languageReason(style: StyleId, { languages = {} }: SelectionFacts): string | null {
  const known = Object.entries(languages).filter(([code]) => code !== 'unknown');
  const total = known.reduce((sum, [, share]) => sum + share, 0);
  const foreign = total === 0 ? 0 : 1 - (languages.en ?? 0) / total;
  if (foreign <= MOST || !BY_ENGLISH_VECTORS.has(style)) return null;
  const [most] = known.filter(([code]) => code !== 'en').sort(([, a], [, b]) => b - a);
  return `its word vectors are of English, and ${percent(foreign)} of the texts are in another language, most in ${most?.[0]}: only their words as such will help it`;
}

function domainReason({ domains, training_objective }: SelectionFacts): string | null {
  const named = domains ? domainsOf(training_objective) : [];
  const shares = named.map((name) => `${name.replaceAll('_', ' ')} ${percent(domains?.[name] ?? 0)}`);
  return named.length === 0
    ? null
    : `of the domains that the objective names, the texts speak so often: ${shares.join(', ')}`;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

const effectOf = (effect = 0) =>
  Math.abs(effect) < 0.005 ? '' : ` (${effect < 0 ? '' : '+'}${effect.toFixed(2)} of what is expected)`;
