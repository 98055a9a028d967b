import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TAG_COUNT } from '../../analysis/tagger/crf.ts';
import { createFeaturizer, FEATURES_PER_TOKEN } from '../../analysis/tagger/features.ts';
import { tokenize } from '../../analysis/tagger/tokens.ts';
import {
  GAZETTEER_BITS,
  GAZETTEERS,
  type Gazetteer,
  hashWord,
  WORD_HASH_MASK,
  type Word,
} from '../../analysis/tagger/words.ts';
import { clusterWords } from './clusters.ts';
import { accuracy, type Encoded, trainCrf } from './crf-training.ts';
import { readComments, readHalf, TRAINED_ON } from './dialogue.ts';
import { commentExamples, commonWords, type Example, plainExamples, templateExamples, wordsOf } from './examples.ts';
import { pickCulture } from './fill.ts';
import { isHeldOut, readEnglish, readEnglishWords, readLocales, readRareWords, readTerms } from './gazetteers.ts';
import { createRandom } from './random.ts';

/**
 * `npm run train:pii`: makes analysis/tagger/weights.json from the templates beside this file, the lists of packages and
 * ordinary talk in ../shared/data. The same seed and the same Node give the same bytes; `-- --check` compares, and writes
 * nothing. Takes a few minutes.
 */
const SEED = 20240607;
const BUCKETS = 2 ** 22;
const ROWS = 200_000;
const EPOCHS = 5;
const PRUNE_AFTER = 3;
/** Share of the words of a training text that are known by their cluster, their lists and their shape only. */
const BLANK = 0.1;
const BLANKED = { lower: 0, prefix2: 0, prefix3: 0, suffix2: 0, suffix3: 0, suffix4: 0 };
const UNLISTED = { cluster: 0, broad: 0 };
const { common: COMMON, rare: RARE } = GAZETTEER_BITS;
const root = fileURLToPath(new URL('../../', import.meta.url));
const data = process.env.SHARED_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const target = `${root}analysis/tagger/weights.json`;

const keep = (word: string) => !isHeldOut(word);
const everyone = { english: readEnglish(() => true), locales: readLocales(() => true) };
const terms = readTerms(everyone);
const english = { ...readEnglish(keep), term: terms.filter(keep) };
const locales = readLocales(keep);
const random = createRandom(SEED);
const talk = TRAINED_ON.flatMap((set) => readHalf(data, set, 'training'));
if (talk.length === 0)
  throw new Error(`no ordinary talk under ${data}: set SHARED_DATA to the folder of the data sets`);

const comments = await readComments(data);
const dictionary = new Set(readEnglishWords());
const common = new Set([...commonWords([...talk, ...comments], (word) => dictionary.has(word)), ...dictionary]);
const lists = gazetteers();
const bits = new Map<number, number>();
for (const gazetteer of GAZETTEERS)
  for (const word of lists[gazetteer]) {
    const hash = hashWord(word);
    bits.set(hash, (bits.get(hash) ?? 0) | GAZETTEER_BITS[gazetteer]);
  }
const { clusterOf, broad } = clusterWords(SEED);
const clusters = new Map([...clusterOf].map(([word, cluster]) => [hashWord(word), cluster]));
const featuresOf = createFeaturizer(BUCKETS, {
  bitsOf: (hash) => bits.get(hash) ?? 0,
  clusterOf: (hash) => clusters.get(hash) ?? 0,
  broad,
});

const known = wordsOf(readFileSync(new URL('templates/negatives.txt', import.meta.url), 'utf8'));
for (const name of [...lists.given, ...lists.city]) if (!common.has(name)) known.delete(name);
const filled = templateExamples(random, english, locales);
const plain = plainExamples(talk, {
  common,
  known,
  names: new Set([...lists.given, ...lists.surname, ...lists.city]),
  r: random,
  culture: () => pickCulture(random, english, locales, true),
});
const replied = commentExamples(comments, { r: random, culture: () => pickCulture(random, english, locales, true) });
const examples = [...filled, ...plain, ...replied];
console.log(
  `${filled.length} filled templates, ${plain.length} passages of talk, ${replied.length} comments, ${common.size} common words, ${bits.size} listed words`,
);

const encoded: Encoded[] = examples.map(encode);
const trained = trainCrf(encoded, {
  buckets: BUCKETS,
  epochs: EPOCHS,
  rate: 0.25,
  l2: 1e-5,
  dropout: 0.15,
  keep: { rows: ROWS, afterEpoch: PRUNE_AFTER },
  random,
  report: console.log,
});
console.log(
  'on the training texts',
  accuracy(
    encoded.filter((_, i) => i % 10 === 0),
    trained,
  ),
);

const text = pack();
if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  console.log(same ? 'the weights are those in the repository' : 'the weights differ from those in the repository');
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(target, text);
  console.log(`${target}: ${text.length} bytes`);
}

function encode({ tokens, tags }: Example): Encoded {
  // A third of the names is hidden from the lists, so that the model learns names it has never seen from what is around them.
  const hidden = new Set<number>();
  let hide = false;
  for (const [i, tag] of tags.entries()) {
    if (tag % 2 === 1) hide = random.chance(0.35);
    if (tag > 0 && hide) hidden.add(i);
    // Some ordinary words as well, or whatever no list knows would be taken for a name.
    if (tag === 0 && random.chance(0.04)) hidden.add(i);
  }
  const unlist = (word: Word, i: number): Word =>
    hidden.has(i) ? { ...word, ...UNLISTED, bits: word.bits & (COMMON | RARE) } : word;
  const features = featuresOf(tokens, { alter: unlist });
  // Of some words only what kind of word it is, so that these kinds are learned as well as the words of the templates.
  const blank = tokens.map(() => random.chance(BLANK));
  const without = featuresOf(tokens, {
    alter: (word, i) => (blank[i] ? { ...unlist(word, i), ...BLANKED } : unlist(word, i)),
  });
  return { features: features.map((feature, at) => (feature === without[at] ? feature : -1)), tags };
}

/** The lists hold the names kept for evaluation as well: training fills no text with those, and does not learn from them. */
function gazetteers(): Record<Gazetteer, Set<string>> {
  const words = (names: string[]) =>
    new Set(
      names
        .flatMap((name) => tokenize(name))
        .flatMap(({ text }) => (text.length > 1 && /^\p{L}/u.test(text) ? [text.toLowerCase()] : [])),
    );
  const all = (list: 'given' | 'surname' | 'city') => [
    ...everyone.english[list],
    ...everyone.locales.flatMap((locale) => locale[list]),
  ];
  return {
    given: words(all('given')),
    surname: words(all('surname')),
    city: words(all('city')),
    region: words(english.region),
    common,
    company: words(english.company),
    rare: new Set([...readRareWords(), ...terms].filter((word) => !common.has(word))),
  };
}

/** Eight bits a weight, in steps that fit all but one in ten thousand; word hashes and row numbers take three bytes each. */
function pack(): string {
  const kept: number[] = [];
  for (let row = 0; row < BUCKETS; row++)
    if (trained.rows.subarray(row * TAG_COUNT, (row + 1) * TAG_COUNT).some((weight) => weight !== 0)) kept.push(row);
  const weights = kept.flatMap((row) => [...trained.rows.subarray(row * TAG_COUNT, (row + 1) * TAG_COUNT)]);
  const sizes = weights.map(Math.abs).sort((a, b) => b - a);
  const scale = (sizes[Math.floor(sizes.length / 10_000)] ?? 1) / 127;
  const words = new Map<number, number>();
  for (const [hash, flags] of bits) words.set(hash & WORD_HASH_MASK, (words.get(hash & WORD_HASH_MASK) ?? 0) | flags);
  const hashes = [...words.keys()].sort((a, b) => a - b);
  const nearest = new Map([...clusters].map(([hash, cluster]) => [hash & WORD_HASH_MASK, cluster]));
  const clustered = [...nearest.keys()].sort((a, b) => a - b);
  const parts = {
    rows: toBase64(Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale))))),
    row_numbers: toBase64(threeBytes(kept)),
    word_hashes: toBase64(threeBytes(hashes)),
    word_bits: toBase64(Uint8Array.from(hashes, (hash) => words.get(hash) ?? 0)),
    cluster_hashes: toBase64(threeBytes(clustered)),
    word_clusters: toBase64(Uint8Array.from(clustered, (hash) => nearest.get(hash) ?? 0)),
    broad_clusters: toBase64(Uint8Array.from(broad)),
    transitions: [...trained.transitions].map((weight) => Number(weight.toFixed(4))),
  };
  const sha256 = createHash('sha256').update(Object.values(parts).join(' ')).digest('hex');
  const head = { seed: SEED, buckets: BUCKETS, tags: TAG_COUNT, features: FEATURES_PER_TOKEN, scale, sha256 };
  return `${JSON.stringify({ ...head, ...parts })}\n`;
}

function toBase64(bytes: Int8Array | Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function threeBytes(numbers: number[]): Uint8Array {
  return Uint8Array.from(numbers.flatMap((n) => [n & 255, (n >> 8) & 255, (n >> 16) & 255]));
}
