import type { ConversationRecord } from '../contracts/records.ts';

/**
 * A pattern that finds any of the phrases as whole words, in any case: "harm" is in neither "charm" nor "harmless".
 * Phrases are pattern sources; a space in one stands for up to eight signs of white space. An edge that is no letter or digit needs no
 * boundary.
 */
export function words(...phrases: string[]): RegExp {
  const sources = phrases.map((phrase) => phrase.replaceAll(' ', '\\s{1,8}'));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}

/** The contents of a record as one text, a message a line. */
export function textOf(record: Pick<ConversationRecord, 'messages'>): string {
  return record.messages.map(({ content }) => content).join('\n');
}

/** Typographic apostrophes as plain ones, so that lexicons need one spelling. Keeps all positions. */
export function plainApostrophes(text: string): string {
  return text.replaceAll('’', "'");
}
