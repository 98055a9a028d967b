import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findIdentifiers } from '../../analysis/pii.ts';
import { inventLanguages } from './languages.ts';
import { measureOrdinaryTalk } from './ordinary.ts';
import { runPresidio } from './presidio.ts';
import { createScore, type Found, type LabelledRecord } from './score.ts';
import { inventHeldOut, readFolder } from './sources.ts';

/**
 * `npm run eval:privacy [-- FOLDER …] [--presidio PYTHON] [--review FILE] [--misses FILE]`
 *
 * Scores the detector on labelled folders (by default the invented held-out texts, and ../shared/data/presidio-synth-pii
 * where it is), beside the real Presidio where a Python that has it is named. Counts what is found in ordinary talk. The
 * last line is one JSON object; the exit status is 1 where an aim is not met.
 */
const AIMS = { structured: 0.98, names: 0.92, others: 0.9 } as const;
const ORDINARY_AIM = 0.5;
/** Fewer labels than this say nothing about an aim. */
const LABELS_MIN = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    presidio: { type: 'string' },
    review: { type: 'string' },
    misses: { type: 'string' },
    data: { type: 'string', default: fileURLToPath(new URL('../../../shared/data', import.meta.url)) },
  },
});

const sets = new Map<string, LabelledRecord[]>();
if (positionals.length > 0) for (const folder of positionals) sets.set(basename(folder), readFolder(folder));
else {
  for (const names of ['unseen', 'unlisted'] as const)
    for (const file of ['conversations', 'records'] as const)
      sets.set(`${file} with ${names} names`, inventHeldOut(file, names));
  const synthetic = `${values.data}/presidio-synth-pii`;
  if (existsSync(synthetic)) sets.set('presidio-synth-pii', readFolder(synthetic));
}

const broken: string[] = [];
const misses: string[] = [];
const results: Record<string, unknown> = {};
for (const [name, records] of sets) {
  const ours = score(records, () => records.map(({ text }) => toFound(text)));
  const python = values.presidio;
  const theirs = python
    ? score(
        records,
        () =>
          runPresidio(
            python,
            records.map(({ text }) => text),
          ).found,
      )
    : null;
  console.log(`\n${name}: ${records.length} texts`);
  console.table(
    Object.fromEntries([
      ...ours.identifiers.map(({ identifier, structured: _, ...row }) => [identifier, row] as const),
      ...Object.entries(ours.groups),
    ]),
  );
  if (theirs) {
    console.log('Presidio, same texts, same rule');
    console.table(
      Object.fromEntries([
        ...theirs.identifiers.map(({ identifier, structured: _, ...row }) => [identifier, row] as const),
        ...Object.entries(theirs.groups),
      ]),
    );
    if ((ours.groups.overall.f2 ?? 0) <= (theirs.groups.overall.f2 ?? 0))
      broken.push(`${name}: F2 is not above Presidio's`);
  }
  // Names that no list has are reported, not aimed at: most names of people are listed.
  if (!name.includes('unlisted'))
    for (const [group, aim] of Object.entries(AIMS) as [keyof typeof AIMS, number][]) {
      const { recall, labels } = ours.groups[group];
      if (labels >= LABELS_MIN && recall !== null && recall < aim)
        broken.push(`${name}: recall of ${group} ${recall} is under ${aim}`);
    }
  results[name] = { texts: records.length, ours, ...(theirs && { presidio: theirs }) };
}

// English comes first: other languages are reported, not aimed at.
if (positionals.length === 0) {
  const languages = Object.entries(inventLanguages()).map(([language, records]) => {
    const { groups } = score(records, () => records.map(({ text }) => toFound(text)));
    return [language, { texts: records.length, ...groups }] as const;
  });
  console.log('\nOther languages, invented sentences');
  console.table(
    Object.fromEntries(
      languages.map(([language, { texts, structured, names, others, overall }]) => [
        language,
        {
          texts,
          structured: structured.recall,
          names: names.recall,
          others: others.recall,
          precision: overall.precision,
          f2: overall.f2,
        },
      ]),
    ),
  );
  results.languages = Object.fromEntries(languages);
}

const ordinary = positionals.length === 0 ? measureOrdinaryTalk(values.data) : [];
if (ordinary.length > 0) {
  const rate = ({ spans, words }: { spans: number; words: number }) => Number(((spans / words) * 1000).toFixed(2));
  console.log(
    '\nOrdinary talk, spans per 1,000 words: in all of it (real names among them), and in sentences without names',
  );
  console.table(
    ordinary.map(({ set, texts, all, plain }) => ({
      set,
      texts,
      words: all.words,
      all: rate(all),
      plain_words: plain.words,
      plain: rate(plain),
    })),
  );
  const plain = {
    words: sum(ordinary.map((set) => set.plain.words)),
    spans: sum(ordinary.map((set) => set.plain.spans)),
  };
  results.ordinary_talk = { ...plain, per_1000_words: rate(plain) };
  if (rate(plain) >= ORDINARY_AIM)
    broken.push(`ordinary talk: ${rate(plain)} spans per 1,000 words without names, aim under ${ORDINARY_AIM}`);
}
// What is found stands in the texts of others: only in files that the caller names, never on the screen.
if (values.review)
  writeFileSync(values.review, ordinary.flatMap(({ set, found }) => found.map((line) => `${set}\t${line}\n`)).join(''));
if (values.misses) writeFileSync(values.misses, misses.join('\n'));
for (const line of broken) console.error(line);
console.log(JSON.stringify({ passed: broken.length === 0, broken, ...results }));
process.exitCode = broken.length === 0 ? 0 : 1;

function score(records: LabelledRecord[], find: () => Found[][]) {
  const sheet = createScore();
  for (const [i, found] of find().entries()) {
    const record = records[i];
    if (record) sheet.add(record, found);
  }
  for (const { type, text } of sheet.missed) misses.push(`missed\t${type}\t${text}`);
  for (const { identifier, text } of sheet.wrong) misses.push(`wrong\t${identifier}\t${text}`);
  for (const [type, count] of sheet.unknownTypes)
    console.error(`label type ${type} is not in eval/privacy/labels.ts: ${count} labels left out`);
  return sheet.result();
}

function toFound(text: string): Found[] {
  return findIdentifiers(text, { quasi: true }).map(({ start, end, identifier }) => ({
    start,
    end,
    identifiers: [identifier],
  }));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
