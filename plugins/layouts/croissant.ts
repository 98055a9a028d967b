import { z } from 'zod';
import type { DeclaredFacts } from '../../contracts/dataset.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { DatasetLayout, LaidOut } from '../kinds.ts';
import { pickDataFiles } from './folder.ts';
import { matchesGlob } from './glob.ts';

const NAMES = ['croissant.json', 'croissant.jsonld', 'metadata.json', 'metadata.jsonld'];
/** How a Croissant document names its vocabulary; anything else is some other JSON. */
const VOCABULARY = 'mlcommons.org/croissant';
const listOf = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])]);
const text = z.coerce.string();
const DistributionSchema = z.object({
  '@id': text.optional(),
  name: text.optional(),
  contentUrl: text.optional(),
  includes: listOf(text).optional(),
});
const DocumentSchema = z.object({
  name: text.nullish(),
  license: listOf(text).nullish().catch(null),
  inLanguage: listOf(text).nullish().catch(null),
  keywords: listOf(text).nullish().catch(null),
  distribution: listOf(DistributionSchema).default([]),
  recordSet: listOf(z.looseObject({ '@id': text.optional(), name: text.optional() })).default([]),
});
type Croissant = z.infer<typeof DocumentSchema>;

/**
 * A Croissant document (MLCommons 1.0): its record sets name the files of its distribution that hold their fields.
 * Without record sets, every file of the distribution is data. Files are looked up in the document's folder by their
 * content URL or its last part; nothing is downloaded.
 *
 * Errors: DatasetUnreadable where the document does not fit, and where a file it names is not there.
 */
export function createCroissantLayout(extensions: readonly string[]): DatasetLayout {
  return {
    name: 'croissant',
    async resolve(folder) {
      const { entry, tables } = folder;
      const name = entry ?? (await folder.names()).find((each) => NAMES.includes(each));
      if (name === undefined || !/\.json(?:ld)?$/i.test(name)) return null;
      const content = await folder.text(name);
      if (content === null || !content.includes(VOCABULARY)) return null;
      const names = await folder.names();
      const document = parseDocument(name, content);
      const wanted = filesOf(name, document, { names, tables });
      const { files, ignored } = pickDataFiles(wanted, extensions);
      const rest = names.filter((each) => !wanted.includes(each) && each !== name);
      return {
        files,
        ignored: [...ignored, ...rest.map((each) => ({ name: each, reason: `not named by ${name}` }))],
        declared: declaredBy(name, document),
      } satisfies LaidOut;
    },
  };
}

function parseDocument(name: string, content: string): Croissant {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw unreadable(name, 'is not valid JSON; correct it');
  }
  const document = DocumentSchema.safeParse(parsed);
  if (document.success) return document.data;
  throw unreadable(
    name,
    `does not fit: ${document.error.issues.map(({ path }) => path.join('.')).join(', ')}; correct it`,
  );
}

/** The files in the folder that the record sets, or else the distribution, name; in the order of their names. */
function filesOf(
  document: string,
  { distribution, recordSet }: Croissant,
  { names, tables }: { names: readonly string[]; tables: readonly string[] },
): string[] {
  const idOf = (part: { '@id'?: string | undefined; name?: string | undefined }) => part['@id'] ?? part.name ?? '';
  const missing = tables.find((asked) => !recordSet.some((set) => idOf(set) === asked || set.name === asked));
  if (missing !== undefined) {
    throw unreadable(document, `names no record set ${missing}; it names ${recordSet.map(idOf).join(', ')}`);
  }
  const sets = recordSet.filter(
    (set) => tables.length === 0 || tables.includes(idOf(set)) || tables.includes(set.name ?? ''),
  );
  const sources = JSON.stringify(sets);
  const named = distribution.filter((part) => sources.includes(JSON.stringify(idOf(part))));
  const taken = named.length > 0 ? named : distribution;
  const found = taken.flatMap((part) => {
    const globs = part.includes;
    if (globs !== undefined) return names.filter((name) => globs.some((glob) => matchesGlob(name, glob)));
    const url = part.contentUrl ?? idOf(part);
    const last = url.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
    return (
      names.find((name) => name === url.replace(/^\.\//, '')) ??
      names.find((name) => name.split('/').at(-1) === last) ??
      []
    );
  });
  if (found.length === 0) {
    throw unreadable(
      document,
      `names no file that is there; lay ${taken
        .map((part) => part.contentUrl ?? idOf(part))
        .slice(0, 5)
        .join(', ')} beside it`,
    );
  }
  return [...new Set(found)].sort();
}

function declaredBy(name: string, document: Croissant): DeclaredFacts {
  return {
    said_by: name,
    name: document.name ?? null,
    licence: document.license?.join(', ') ?? null,
    languages: document.inLanguage ?? [],
    tags: (document.keywords ?? []).slice(0, TAGS_MAX),
  };
}

const TAGS_MAX = 50;
const unreadable = (name: string, fault: string) =>
  new PipelineError('DatasetUnreadable', `${name}: the Croissant document ${fault}`, { facts: { file: name } });
