import type { createProfile } from '../../analysis/profile.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

/** Adds the records of whole JSON lines to a profile. */
export function addLines(profile: ReturnType<typeof createProfile>, lines: Uint8Array): void {
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString();
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    profile.add(JSON.parse(text.slice(from, end)) as ConversationRecord);
    from = end + 1;
  }
}
