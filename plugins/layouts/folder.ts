import type { DatasetLayout, LaidOut } from '../kinds.ts';
import { captionsReader } from '../readers/captions.ts';
import { textReader } from '../readers/text.ts';
import { splitOfPath } from './splits.ts';

/** Names that stand beside data and hold none. */
const BESIDE = [
  /(?:^|\/)(?:readme|licen[cs]e|source|notice|citation|changelog|contributing|copying|credits)[^/]*$/i,
  /(?:^|\/)(?:requirements|vocab|classes|about|terms)[^/]*\.txt$/i,
  /(?:^|\/)(?:dataset_infos?|dataset_dict|state|metadata|croissant|package|manifest|schema)\.json(?:ld)?$/i,
  /(?:^|\/)_[^/]*$/,
];

/**
 * A folder of files or shards: every file with the name of a known format, in the order of their names. A file or folder
 * named for a split gives its records that split.
 */
export function createFolderLayout(extensions: readonly string[]): DatasetLayout {
  return {
    name: 'folder',
    resolve: async ({ entry, names }) => (entry === null ? pickDataFiles(await names(), extensions) : null),
  };
}

/** The data files among some names, each with the split its path names; the rest with the reason. */
export function pickDataFiles(names: readonly string[], extensions: readonly string[]): LaidOut {
  const laidOut: LaidOut = { files: [], ignored: [], declared: null };
  for (const name of names) {
    if (BESIDE.some((pattern) => pattern.test(name))) laidOut.ignored.push({ name, reason: 'stands beside the data' });
    else if (!extensions.includes(extensionOf(name)))
      laidOut.ignored.push({ name, reason: 'not named like a data file' });
    else laidOut.files.push({ name, split: splitOfPath(name) });
  }
  const texts = laidOut.files.filter(isPlainText);
  if (texts.length === 0) return laidOut;
  for (const [i, file] of texts.entries())
    file.shown = file.name.replace(/^.*(?=\.)/s, `text-${String(i + 1).padStart(5, '0')}`);
  if (texts.length === laidOut.files.length) return laidOut;
  const ignored = texts.map(({ name, shown = name }) => ({ name: shown, reason: 'plain text beside other data' }));
  return {
    ...laidOut,
    files: laidOut.files.filter((file) => !isPlainText(file)),
    ignored: [...laidOut.ignored, ...ignored],
  };
}

/**
 * Plain text may be anything: a folder of nothing else is a folder of texts, beside data it is what is said of them. A file
 * is one conversation, often named for the one it is with: it is called by its place among them.
 */
const isPlainText = ({ name }: { name: string }) => PLAIN_TEXT.has(extensionOf(name));
const PLAIN_TEXT = new Set([...textReader.extensions, ...captionsReader.extensions]);
const extensionOf = (name: string) => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
