import { readdirSync, readFileSync } from 'node:fs';
import { type StyleId, type StyleTemplate, StyleTemplateSchema } from '../../contracts/training.ts';

const FOLDER = new URL('templates/', import.meta.url);
let read: readonly StyleTemplate[] | undefined;

/** The named settings of a style: one file each in templates/, by name. A file that is no template is a defect. */
export function templatesOf(style: StyleId): readonly StyleTemplate[] {
  read ??= readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => StyleTemplateSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))));
  return read.filter((template) => template.style === style);
}
