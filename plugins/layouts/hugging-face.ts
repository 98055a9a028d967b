import { parse } from 'yaml';
import { z } from 'zod';
import type { DeclaredFacts } from '../../contracts/dataset.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { DatasetLayout, LaidOutFile } from '../kinds.ts';
import { pickDataFiles } from './folder.ts';
import { matchesGlob } from './glob.ts';
import { splitOfName } from './splits.ts';

const CARD = 'README.md';
const textOrList = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
/** As people write tags and languages: a name or a list of them, where `2024` is a name, too. */
const namesSchema = z
  .union([z.string(), z.number()])
  .transform((one) => [String(one)])
  .or(z.array(z.union([z.string(), z.number()]).transform(String)))
  .nullish()
  .catch(null);
const DataFilesSchema = z.union([
  textOrList.transform((paths) => [{ split: 'train', path: paths }]),
  z.array(z.object({ split: z.string(), path: textOrList })),
]);
const ConfigSchema = z.object({
  config_name: z.coerce.string(),
  data_files: DataFilesSchema.optional(),
  data_dir: z.string().optional(),
  default: z.boolean().optional(),
});
/**
 * What is read of a dataset card's front matter; the rest of it may be anything. Cards of datasets that a script made list
 * the names of their configurations alone (`configs: [en, zh]`): these say nothing of files.
 */
const CardSchema = z.object({
  pretty_name: z.coerce.string().nullish(),
  license: namesSchema,
  language: namesSchema,
  language_bcp47: namesSchema,
  tags: namesSchema,
  task_categories: namesSchema,
  language_creators: namesSchema,
  multilinguality: namesSchema,
  configs: z
    .array(z.union([ConfigSchema, z.union([z.string(), z.number()]).transform(() => null)]))
    .transform((configs) => configs.flatMap((config) => config ?? []))
    .nullish(),
});
type Card = z.infer<typeof CardSchema>;

/**
 * A folder with a dataset card: a README.md that begins with YAML between two lines of dashes. Its `configs` say which
 * files are which split; of several configurations the default one is read, or those asked for by name. A card without
 * them leaves the files to their names.
 */
export function createHuggingFaceLayout(extensions: readonly string[]): DatasetLayout {
  return {
    name: 'hugging_face',
    async resolve(folder) {
      if (folder.entry !== null) return null;
      const { text, tables } = folder;
      const names = await folder.names();
      if (!names.includes(CARD)) return null;
      const card = readCard((await text(CARD)) ?? '');
      if (card === null) return null;
      const declared = declaredBy(card);
      const configs = card.configs ?? [];
      const byName = pickDataFiles(names, extensions);
      if (configs.length === 0) return { ...byName, declared };

      const taken = chooseConfigs(configs, tables);
      const files = new Map<string, LaidOutFile>();
      for (const config of taken) {
        for (const { split, path } of config.data_files ?? [{ split: '', path: ['**'] }]) {
          const globs = path.map((glob) => (config.data_dir === undefined ? glob : `${config.data_dir}/${glob}`));
          for (const name of names.filter((each) => globs.some((glob) => matchesGlob(each, glob)))) {
            const known = byName.files.find((file) => file.name === name);
            if (known) files.set(name, { ...known, split: splitOfName(split) ?? known.split });
          }
        }
      }
      const rest = byName.files.filter(({ name }) => !files.has(name));
      const reason = `belongs to no configuration that is read (${taken.map((config) => config.config_name).join(', ')})`;
      return {
        files: byName.files.flatMap(({ name }) => files.get(name) ?? []),
        ignored: [...byName.ignored, ...rest.map(({ name }) => ({ name, reason }))],
        declared,
      };
    },
  };
}

/** What the text of a dataset card declares; null where it begins without front matter: then it is none. */
export function declaredInCard(text: string): DeclaredFacts | null {
  const card = readCard(text);
  return card === null ? null : declaredBy(card);
}

/** Null where the file begins without front matter: then it is no dataset card. */
function readCard(text: string): Card | null {
  const front = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  if (front === undefined) return null;
  let parsed: unknown;
  try {
    // Aliases can make a small document grow without end.
    parsed = parse(front, { maxAliasCount: 20, logLevel: 'error' });
  } catch {
    throw unreadable('is not valid YAML');
  }
  const card = CardSchema.safeParse(parsed ?? {});
  if (card.success) return card.data;
  throw unreadable(`does not fit: ${card.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
}

function chooseConfigs(configs: NonNullable<Card['configs']>, asked: readonly string[]) {
  if (asked.length === 0) {
    const named = configs.find(({ config_name }) => config_name === 'default');
    return [configs.find((config) => config.default === true) ?? named ?? configs[0]].flatMap((one) => one ?? []);
  }
  const known = configs.map(({ config_name }) => config_name);
  const missing = asked.find((name) => !known.includes(name));
  if (missing !== undefined) throw unreadable(`names no configuration ${missing}; it names ${known.join(', ')}`);
  return configs.filter(({ config_name }) => asked.includes(config_name));
}

function declaredBy(card: Card): DeclaredFacts {
  return {
    said_by: CARD,
    name: card.pretty_name ?? null,
    licence: card.license?.join(', ') ?? null,
    languages: card.language ?? card.language_bcp47 ?? [],
    // As dataset hubs list them: the fields of the card that hold one of a few names are tags, too.
    tags: [
      ...(card.tags ?? []),
      ...(card.task_categories ?? []).map((task) => `task_categories:${task}`),
      ...(card.language_creators ?? []).map((maker) => `language_creators:${maker}`),
      ...(card.multilinguality ?? []).map((kind) => `multilinguality:${kind}`),
    ].slice(0, TAGS_MAX),
  };
}

const TAGS_MAX = 50;
/** Without a cause: the parser's own error quotes the file. */
const unreadable = (fault: string) =>
  new PipelineError('DatasetUnreadable', `${CARD}: the front matter of the dataset card ${fault}; correct it`, {
    facts: { file: CARD },
  });
