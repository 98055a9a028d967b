import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { findIdentifiers } from '../pii.ts';

/** Identifiers of the texts of one conversation: a list a text, in order of position, without overlap. */
export type Detect = (texts: readonly string[]) => IdentifierSpan[][];

/** The detector of the repository. */
export const detectIdentifiers: Detect = (texts) =>
  texts.map((text) =>
    findIdentifiers(text).map(({ kind, start, end }) => ({
      start,
      end,
      identifier: kind,
      confidence: 0.98,
      source: 'pattern' as const,
    })),
  );
