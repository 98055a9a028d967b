import type { DatasetLayout } from '../kinds.ts';
import { READERS } from '../readers/index.ts';
import { createCroissantLayout } from './croissant.ts';
import { createFolderLayout } from './folder.ts';
import { createHuggingFaceLayout } from './hugging-face.ts';

const extensions = READERS.flatMap((reader) => reader.extensions);

/** The built-in layouts. The first that knows a folder says which of its files are data. */
export const LAYOUTS: readonly DatasetLayout[] = [
  createCroissantLayout(extensions),
  createHuggingFaceLayout(extensions),
  createFolderLayout(extensions),
];
