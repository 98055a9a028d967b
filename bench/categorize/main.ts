import { cpus } from 'node:os';
import { loadLanguageIdentifier } from '../../analysis/language.ts';
import { createRecordShaper } from '../../analysis/shapes.ts';
import { TAXONOMY_MODEL } from '../../analysis/taxonomy/shipped-model.ts';
import { createCategorizer } from '../../analysis/taxonomy.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { makePseudoDatasets } from '../taxonomy/pseudo/make.ts';

/**
 * `npm run bench:categorize`: records a second of the categorization, beside JSON.parse of the same records' bytes in the
 * same process (the baseline), and of the shaping that finds structure in a parsed row. Records are the pseudo-datasets the
 * model is trained on. The median of the rounds counts. Last line: one JSON.
 */
const ROUNDS = 7;
const RECORDS = 1000;

const started = performance.now();
const identifyLanguage = await loadLanguageIdentifier();
const loadMs = performance.now() - started;

const rows = makePseudoDatasets(2).flatMap((dataset) => dataset.rows);
const stride = rows.length / RECORDS;
const picked = Array.from({ length: RECORDS }, (_, i) => rows[Math.floor(i * stride)]);

function shape(): ConversationRecord[] {
  const shaper = createRecordShaper({ fileName: 'bench' });
  return picked.flatMap((row, index) => {
    const shaped = shaper.toRecords(row, { file: 'bench', line: index + 1, index });
    return 'records' in shaped ? shaped.records : [];
  });
}
const records = shape();
const lines = records.map((record) => JSON.stringify(record));
const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);

let fields = 0;
const parseMs = median(() => {
  for (const line of lines) fields += Object.keys(JSON.parse(line)).length;
});
const shapeMs = median(shape);
const categorizeMs = median(() => {
  const categorizer = createCategorizer({ model: TAXONOMY_MODEL, identifyLanguage });
  for (const record of records) categorizer.add(record);
  return categorizer.result();
});

const perSecond = (ms: number) => Math.round((1000 * records.length) / ms);
console.log(
  `${records.length} records, ${(bytes / 1e6).toFixed(2)} MB, ${fields / (ROUNDS + 1)} fields; language identifier loaded in ${loadMs.toFixed(0)} ms`,
);
console.log(`JSON.parse (baseline)  ${perSecond(parseMs)} records/s`);
console.log(`shaping with structure ${perSecond(shapeMs)} records/s`);
console.log(
  `categorization         ${perSecond(categorizeMs)} records/s, ${(bytes / 1e3 / categorizeMs).toFixed(1)} MB/s`,
);
console.log(
  JSON.stringify({
    bench: 'categorize',
    records: records.length,
    bytes,
    categorize_records_per_second: perSecond(categorizeMs),
    baseline: 'JSON.parse of the same records',
    baseline_records_per_second: perSecond(parseMs),
    ratio: Number((categorizeMs / parseMs).toFixed(1)),
    shape_ratio: Number((shapeMs / parseMs).toFixed(1)),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
  }),
);

function median(work: () => unknown): number {
  work();
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
