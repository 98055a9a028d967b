import { z } from 'zod';

export const ROLES = ['system', 'user', 'assistant'] as const;

export const MessageSchema = z.object({
  role: z.enum(ROLES),
  content: z.string(),
  speaker: z.string().optional().describe('The speaker name or code the source gave, where it gave one'),
  labels: z
    .record(z.string(), z.string())
    .optional()
    .describe('Annotations of this utterance, such as emotion or strategy'),
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
  split: SplitNameSchema.nullable().describe('The split the source assigned; null where it assigned none'),
  tags: z.array(z.string()).describe('What the pipeline found: crisis:suicide_ideation, pii:email, ...'),
  source: SourcePositionSchema,
});
export type ConversationRecord = z.infer<typeof ConversationRecordSchema>;
