import { lookedIn } from '../../analysis/profile.ts';
import type { ModelLineage } from '../../contracts/activities.ts';
import { cell, figure, percent, table } from './markdown.ts';

/** Where the data came from, what it is, and how people in it are protected: the first half of a model card. */

export function dataTable({ dataset_name, source, profile, categorization, splits }: ModelLineage): string {
  const sure = `confidence ${figure(categorization.confidence)}${categorization.uncertain ? ', uncertain' : ''}`;
  const rows = [
    ['dataset', dataset_name ?? source.file],
    ['file', `${source.file}, ${source.byte_count} bytes`],
    ['category', `${categorization.category} (${sure})`],
    ['languages', languagesOf(categorization).join(', ') || 'not known'],
    [
      'records',
      `${profile.record_count} read; ${splits.train.record_count} train, ${splits.validation.record_count} validation, ${splits.test.record_count} test`,
    ],
    [
      'quality',
      profile.quality_score.value === null
        ? `not known: ${profile.quality_score.reason}`
        : figure(profile.quality_score.value),
    ],
    ['crisis content', `${percent(profile.crisis.share_of_records)} of ${lookedIn(profile)}`],
  ];
  return table(['', ''], rows);
}

/** Languages of a tenth of the sampled records or more, most spoken first. */
export function languagesOf({ languages }: ModelLineage['categorization']): string[] {
  return Object.entries(languages)
    .filter(([language, share]) => language !== 'unknown' && share >= 0.1)
    .sort(([, a], [, b]) => b - a)
    .map(([language]) => language);
}

export function licenceSentence({ source }: ModelLineage): string {
  const licence = source.declared?.licence ?? null;
  return `The licence of the model follows that of its data, ${licence === null ? 'which was not given: find it out before the model is passed on' : `which its card gives as ${cell(licence)}`}.`;
}

/** What share of its data a style that holds all of it was given; empty where that was all. */
export function sampleSentence({
  outcome,
  splits,
  config,
}: Pick<ModelLineage, 'outcome' | 'splits' | 'config'>): string {
  const left = outcome.counts?.train_records_not_sampled ?? 0;
  if (left === 0) return '';
  const all = splits.train.record_count;
  return `Trained on an even sample of ${all - left} of the ${all} records of the training split: the others did not fit into the memory limit of ${config.memory_limit_mb} MiB.`;
}

/** What was done about identifiers, and what of invented ones would have been left. */
export function privacySection({ privacy, preprocessing }: ModelLineage): string {
  const changed = Object.entries(preprocessing)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => [name.replaceAll('_', ' '), String(count)]);
  const counts =
    changed.length === 0 ? 'Preprocessing changed nothing.' : table(['what preprocessing did', 'times'], changed);
  if (!privacy) return counts;
  const { privacy_level, least_level, residual, k_anonymity } = privacy;
  const planted = residual.filter(({ planted: count }) => count > 0);
  const left = planted.filter(({ survived }) => survived > 0);
  const [all, survived] = [planted, left].map((rows) => rows.reduce((sum, row) => sum + row.planted, 0));
  const lost = left.reduce((sum, row) => sum + row.survived, 0);
  return [
    `Level \`${privacy_level}\`${least_level === null ? '' : ` (the category asks for \`${least_level}\` at least)`}. ${
      all === 0
        ? 'What would be left of identifiers was not measured.'
        : `Of ${all} invented identifiers planted in copies of the records, ${lost} were left${survived === 0 ? '' : `: ${left.map(({ description, survived: some, planted: of }) => `${description} ${some} of ${of}`).join('; ')}`}.`
    } ${k_anonymity.k === null ? `k-anonymity is not known: ${k_anonymity.reason}.` : `The smallest group of people with equal attributes holds ${k_anonymity.k}.`}`,
    counts,
    'The model holds words of the texts it learned from: pass it on only as its data could be.',
  ].join('\n\n');
}

/** The sentence encoder whose vectors it learned from; null where those are of the product's own table. */
export function encoderOf({ settings }: ModelLineage['config']): { name: string; sha256: string } | null {
  if (typeof settings.encoder !== 'string') return null;
  const [name = '', sha256 = ''] = settings.encoder.split('@');
  return { name, sha256 };
}

/** What has to be there beside the model; empty where nothing has to. */
export function encoderSentence(config: ModelLineage['config']): string {
  const encoder = encoderOf(config);
  if (encoder === null) return '';
  return `It needs the sentence encoder \`${encoder.name}\` of the hash below, which is no part of it and has a licence of its own.`;
}

/** Which bytes it is made of: equal hashes are equal bytes. */
export function lineageTable({ source, splits, outcome, config }: ModelLineage): string {
  const hash = (sha256: string) => `\`${sha256}\``;
  const encoder = encoderOf(config);
  return table(
    ['', 'SHA-256'],
    [
      [`file ${source.file}`, hash(source.sha256)],
      ...(['train', 'validation', 'test'] as const).map((name) => [`${name} split`, hash(splits[name].sha256)]),
      ...(encoder === null ? [] : [[`sentence encoder ${encoder.name}`, hash(encoder.sha256)]]),
      ...outcome.model.map(({ name, sha256, byte_count }) => [`${name}, ${byte_count} bytes`, hash(sha256)]),
      ['seed', String(config.seed)],
    ],
  );
}
