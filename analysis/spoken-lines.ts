import type { Message } from '../contracts/records.ts';
import { knownRole } from './roles.ts';

const NAMED_LINE = /^\s*(\p{L}[\p{L}\p{N}_ -]{0,30})[:：](.*)$/u;
const AFTER_NAME = /^[:：]/u;
const BRACKETED_LINE = /^\s*\[(\p{L}[\p{L}\p{N}_ -]{0,30})\](.*)$/u;

/**
 * A text whose lines begin with known speakers (`Client: …`, `**Client:** …`, `[client] …`) is a whole dialogue; any other
 * text is one message. One such line alone (`Model: X100`) proves a speaker only where turns are expected.
 */
export function fromText(whole: string, role: Message['role'], turnsMin = 2): Message[] {
  const turns: (Message & { speaker: string })[] = [];
  for (const line of whole.split(/\r?\n/)) {
    const bare = line.trimStart().startsWith('**') ? line.replace('**', '').replace('**', '') : line;
    const match = NAMED_LINE.exec(bare) ?? BRACKETED_LINE.exec(bare);
    const name = match?.[1]?.trim() ?? '';
    const known = knownRole(name);
    const last = turns.at(-1);
    if (match && known) turns.push({ role: known, content: (match[2] ?? '').replace(AFTER_NAME, ''), speaker: name });
    else if (last) last.content += `\n${line}`;
    else if (line.trim() !== '') return [{ role, content: whole }];
  }
  const spoken = turns.flatMap((turn) =>
    turn.content.trim() === '' ? [] : [{ ...turn, content: turn.content.trim() }],
  );
  return spoken.length < turnsMin ? [{ role, content: whole }] : spoken;
}
