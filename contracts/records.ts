import { z } from 'zod';
import { ConsentFactsSchema } from './consent.ts';

export const ROLES = ['system', 'user', 'assistant'] as const;

export const MessageSchema = z.object({
  role: z.enum(ROLES),
  content: z.string(),
  speaker: z.string().optional().describe('The speaker name or code the source gave, where it gave one'),
  labels: z
    .record(z.string(), z.string())
    .optional()
    .describe('Annotations of this utterance, such as emotion or strategy'),
  annotations: z
    .array(z.object({ start: z.int().nonnegative(), end: z.int().positive(), label: z.string().max(100) }))
    .optional()
    .describe('Annotations of parts of the content: offsets in UTF-16 code units, which move with the text'),
});
export type Message = z.infer<typeof MessageSchema>;

/** Where a record came from. `line` counts from 1; `index` counts records of the file from 0. */
export const SourcePositionSchema = z.object({
  file: z.string().describe('File name: of one file without its folder, of a folder with the path inside it'),
  table: z.string().optional().describe('Table or group of the file the record stood in, where a file holds several'),
  line: z.int().positive().nullable().describe('First line of the record; null where the format has no lines'),
  index: z.int().nonnegative(),
});
export type SourcePosition = z.infer<typeof SourcePositionSchema>;

export const SPLITS = ['train', 'validation', 'test'] as const;
export const SplitNameSchema = z.enum(SPLITS);
export type SplitName = z.infer<typeof SplitNameSchema>;

/** The language of a record: a code with its confidence, or null with the reason. */
export const LanguageSchema = z.object({
  code: z.string().nullable().describe('ISO 639-1'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe(
      'Score of the language over the sum of its own and that of the next likely one; 1 where its writing tells it',
    ),
  reason: z.enum(['too_short', 'not_clear']).nullable().describe('Why the code is null'),
});
export type Language = z.infer<typeof LanguageSchema>;

/**
 * The canonical record: one conversation, or one text as a conversation of one turn.
 *
 * Every stage after ingestion reads and writes this shape. `group_id` joins records that must stay on one side of
 * a split: records of one conversation, one question with several answers, one subject.
 */
export const ConversationRecordSchema = z.object({
  record_id: z.string().min(1),
  group_id: z.string().min(1),
  messages: z.array(MessageSchema).min(1),
  labels: z.record(z.string(), z.string()).describe('Labels of the whole record by field name'),
  attributes: z
    .record(z.string(), z.string())
    .describe('Attributes of the speaker or subject, such as gender or age group'),
  consent_status: z.string().nullable().describe('What the record itself says of consent; null where it says nothing'),
  consent: ConsentFactsSchema.optional().describe(
    'More of what the record says of consent, where it has columns for it',
  ),
  language: LanguageSchema.optional().describe('Told in cleaning; absent before it'),
  split: SplitNameSchema.nullable().describe('The split the source assigned; null where it assigned none'),
  tags: z.array(z.string()).describe('What the pipeline found: crisis:suicide_ideation, pii:email, ...'),
  source: SourcePositionSchema,
});
export type ConversationRecord = z.infer<typeof ConversationRecordSchema>;
