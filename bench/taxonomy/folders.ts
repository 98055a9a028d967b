import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { CategorySchema, type DeclaredFacts } from '../../contracts/dataset.ts';
import { readFileEvents } from '../../eval/file-values.ts';
import { givenFolder } from '../../eval/given-folder.ts';
import { declaredInCard } from '../../plugins/layouts/hugging-face.ts';
import { parseJson } from '../../plugins/readers/parse-json.ts';

/** truth.json: what people say each folder is. */
const TruthSchema = z.record(
  z.string(),
  z
    .object({
      category: CategorySchema,
      subcategories: z.array(z.string()).default([]),
      accept_categories: z.array(CategorySchema).default([]),
      category_with_provenance: CategorySchema.optional(),
      judged: z.boolean().default(true),
    })
    .transform((truth) => ({ ...truth, category_with_provenance: truth.category_with_provenance ?? truth.category })),
);
export type Truth = z.infer<typeof TruthSchema>[string];

/** Ends the command with what is missing or wrong in it where it cannot be used. */
export async function readTruth(folder: string): Promise<Record<string, Truth>> {
  const path = join(givenFolder(folder, ['truth.json']), 'truth.json');
  const refuse = (fault: string): never => {
    console.error(
      `${path} ${fault}; it names the folders beside it: {"name": {"category": "therapeutic", "subcategories": []}}`,
    );
    process.exit(1);
  };
  const text = await readFile(path, 'utf8');
  const parsed = parseJson(text, { depthMax: 10, fieldCharsMax: text.length });
  if ('reason' in parsed) return refuse(`is ${parsed.reason}`);
  const truth = TruthSchema.safeParse(parsed.value);
  if (truth.success) return truth.data;
  const [issue] = truth.error.issues;
  return refuse(`does not fit at ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Beside the data of a dataset lie what people wrote about it and the answers it is judged by. */
const NO_DATA =
  /^(?:source\.md|readme.*|licen[sc]e.*|labels?\.\w+|label_names\..*|truth\.json|.*\.expected\.json|(?:requirements|citation|notice|authors|notes?)\.txt|.*\.(?:md|bib|pdf))$/i;
const FIELDS_LOOKED_AT = 50;
/** Files whose records have this much of their fields in common are parts of one dataset. */
const SAME_FIELDS_MIN = 0.5;

export interface DatasetFile {
  name: string;
  byteCount: number;
  values: unknown[];
}

/**
 * The data of a dataset's folder: its largest readable file and those whose records have the same fields. Files of another
 * shape (personas, evaluation cases) describe the dataset and are no part of it, and so are those of folders below where it
 * has some of its own. What was left out is said.
 */
export async function readDatasetFolder(folder: string): Promise<{ files: DatasetFile[]; skipped: string[] }> {
  const namesBelow = async (recursive: boolean) =>
    (await readdir(folder, { withFileTypes: true, recursive }))
      .filter((entry) => entry.isFile() && !NO_DATA.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
  const own = await namesBelow(false);
  const names = own.length > 0 ? own : await namesBelow(true);
  const skipped: string[] = names.length === 0 ? ['no data file in it'] : [];
  const files: DatasetFile[] = [];
  for (const name of names) {
    const read = await readFileValues(join(folder, name), name);
    if (typeof read === 'string') skipped.push(`${name}: ${read}`);
    else files.push(read);
  }
  files.sort((a, b) => b.byteCount - a.byteCount || (a.name < b.name ? -1 : 1));
  const [largest] = files;
  if (!largest) return { files, skipped };
  const fields = fieldsOf(largest);
  const same = files.filter((file) => similarity(fields, fieldsOf(file)) >= SAME_FIELDS_MIN);
  skipped.push(
    ...files.filter((file) => !same.includes(file)).map(({ name }) => `${name}: other fields than ${largest.name}`),
  );
  return { files: same, skipped };
}

/** What a dataset card in the folder declares; null without one that can be read. */
export async function readDeclared(folder: string): Promise<DeclaredFacts | null> {
  return readFile(join(folder, 'README.md'), 'utf8')
    .then(declaredInCard)
    .catch(() => null);
}

async function readFileValues(path: string, name: string): Promise<DatasetFile | string> {
  const byteCount = (await stat(path)).size;
  const events = await readFileEvents(path);
  if (events === null) return 'skipped: no reader takes it';
  const values: unknown[] = [];
  try {
    for await (const event of events) if (event.kind === 'value') values.push(event.value);
  } catch (error) {
    return `skipped: ${error instanceof Error ? error.message : String(error)}`;
  }
  return values.length === 0 ? 'skipped: no record in it' : { name, byteCount, values };
}

function fieldsOf({ values }: DatasetFile): Set<string> {
  return new Set(
    values
      .slice(0, FIELDS_LOOKED_AT)
      .flatMap((value) => (value !== null && typeof value === 'object' ? Object.keys(value) : [])),
  );
}

function similarity(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((name) => b.has(name)).length;
  return shared / Math.max(1, a.size + b.size - shared);
}
