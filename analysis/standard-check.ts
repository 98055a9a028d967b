import { type ConversationRecord, ConversationRecordSchema } from '../contracts/records.ts';

/** What keeps a record from being ChatML, by path: empty where it fits. System messages come first; no content is empty. */
export function checkStandardRecord(record: ConversationRecord): string[] {
  const parsed = ConversationRecordSchema.safeParse(record);
  if (!parsed.success) return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  const problems: string[] = [];
  record.messages.forEach((message, i) => {
    if (message.content.trim() === '') problems.push(`messages.${i}.content: empty`);
    if (message.role === 'system' && record.messages.slice(0, i).some(({ role }) => role !== 'system'))
      problems.push(`messages.${i}.role: system after a turn`);
  });
  return problems;
}
