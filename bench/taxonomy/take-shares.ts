import { writeFileSync } from 'node:fs';
import { SIGNALS } from '../../analysis/taxonomy/model.ts';
import { featuresOf, readRealDatasets, readSamples, SAMPLES_FILE, type Sample } from './training-data.ts';

/**
 * `npm run samples:taxonomy -- FOLDER`: measures the datasets of FOLDER (laid out like ../shared/data) and puts their signals,
 * without any of their text, into public-samples.json, in place of those of the same names. Needed again when signals change.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('say which folder: npm run samples:taxonomy -- FOLDER');

const taken = (await readRealDatasets(folder))
  .filter(({ records }) => records.length > 0)
  .map(({ name, truth, records }): Sample => {
    const features = featuresOf(records);
    return {
      name,
      category: truth.category,
      subcategories: truth.subcategories,
      accept_categories: truth.accept_categories,
      record_count: records.length,
      shares: Object.fromEntries(
        SIGNALS.flatMap((signal, i) => {
          const share = (features[i] ?? 0) ** 2;
          return share > 0 ? [[signal, Number(share.toFixed(4))]] : [];
        }),
      ),
    };
  });
const names = new Set(taken.map(({ name }) => name));
const all = [...readSamples().filter(({ name }) => !names.has(name)), ...taken];
all.sort((a, b) => (a.name < b.name ? -1 : 1));
writeFileSync(SAMPLES_FILE, `[\n${all.map((sample) => JSON.stringify(sample)).join(',\n')}\n]\n`);
console.log(`${taken.length} samples measured, ${all.length} in all`);
