import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { findInConversation } from '../pii.ts';

/** Identifiers of the texts of one conversation: a list a text, in order of position, without overlap. */
export type Detect = (texts: readonly string[]) => IdentifierSpan[][];

/** The detector of the repository, with what Safe Harbor lets stay: the table of levels says what becomes of it. */
export const detectIdentifiers: Detect = (texts) => findInConversation(texts, { quasi: true });
