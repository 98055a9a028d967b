import type { Measure } from '../contracts/dataset.ts';
import type { DatasetEntry } from '../contracts/registry.ts';
import type { DatasetDescription } from '../contracts/tasks.ts';
import { lookedIn } from './profile.ts';

/**
 * The dataset card, in the Markdown with front matter that dataset hubs read: what was measured, and what was not.
 * It holds counts and names of fields, never text of a record. Source: Gebru et al., Datasheets for Datasets (2021).
 */
export function toDatasetCard(entry: Omit<DatasetEntry, 'artifacts'>, measured: DatasetDescription): string {
  const { profile, categorization, findings, source } = measured;
  const labels = Object.entries(profile.label_fields).map(
    ([field, counts]) => `| ${cell(field)} | ${Object.keys(counts).length} | ${profile.record_count} |`,
  );
  return `---
license: other
license_name: unknown
pretty_name: ${JSON.stringify(entry.name)}
size_categories: [${sizeCategory(profile.record_count)}]
tags: [${[categorization.category, ...categorization.recommended_subcategories].join(', ')}]
---

# ${cell(entry.name)}

${entry.description === null ? 'No description was given.' : cell(entry.description)}

## Source

| | |
| --- | --- |
| file | ${cell(source.file)}, ${source.byte_count} bytes, read as ${source.format} |
| SHA-256 | \`${source.sha256}\` |
| version | ${entry.version}, registered ${entry.registered_at} by ${cell(entry.registered_by)} |
| licence | not given |
| consent | ${profile.has_consent_field ? 'a consent field stands in the records' : 'the records say nothing of consent'} |

## Content

| | |
| --- | --- |
| records | ${profile.record_count} taken, ${measured.rejected_count} rejected |
| messages | ${profile.message_count} |
| length of a record | ${profile.record_length_chars ? `${round(profile.record_length_chars.mean)} characters on average, ${profile.record_length_chars.max} at most` : 'no record'} |
| category | ${categorization.category}, confidence ${round(categorization.confidence)}${categorization.uncertain ? ', uncertain' : ''} |
| exact duplicates | ${percent(profile.exact_duplicate_share)} of the records |
| crisis content | ${percent(profile.crisis.share_of_records)} of ${lookedIn(profile)} |
| identifiers | ${Object.values(profile.pii_mentions).reduce((sum, count) => sum + count, 0)} mentions in ${lookedIn(profile)} |
| quality | ${figure(profile.quality_score)} |
| completeness | ${figure(profile.completeness_score)} |
| consistency | ${figure(profile.consistency_score)} |
${labels.length === 0 ? '' : `\n## Labels\n\n| field | values | records |\n| --- | --- | --- |\n${labels.join('\n')}\n`}
## Findings

${findings.length === 0 ? 'No rule of its category is broken.' : findings.map(({ severity, message, remedy }) => `- ${severity}: ${message}; ${remedy}`).join('\n')}
`;
}

/** The classes of dataset hubs. */
function sizeCategory(records: number): string {
  if (records < 1000) return 'n<1K';
  if (records < 10_000) return '1K<n<10K';
  if (records < 100_000) return '10K<n<100K';
  return records < 1_000_000 ? '100K<n<1M' : 'n>1M';
}

const cell = (text: string) => text.replace(/[|\r\n]+/g, ' ');
const round = (value: number) => Number(value.toPrecision(3));
const percent = (share: number) => `${round(100 * share)} %`;
const figure = ({ value, reason }: Measure) => (value === null ? `not known: ${reason}` : String(round(value)));
