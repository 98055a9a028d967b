import type { Message } from '../contracts/records.ts';
import { promptedMessages } from './prompt-templates.ts';
import { knownRole } from './roles.ts';

const NAMED_LINE = /^\s*(\p{L}[\p{L}\p{N}_ -]{0,30})[:：](.*)$/u;
const AFTER_NAME = /^[:：]/u;
const BRACKETED_LINE = /^\s*\[(\p{L}[\p{L}\p{N}_ -]{0,30})\](.*)$/u;

/**
 * A text whose lines begin with known speakers (`Client: …`, `**Client:** …`, `[client] …`) is a whole dialogue; any other
 * text is one message, unless it is a conversation in the template of a chat model. One such line alone (`Model: X100`) proves a speaker only where turns are expected.
 */
export function fromText(whole: string, role: Message['role'], turnsMin = 2): Message[] {
  const prompted = promptedMessages(whole);
  if (prompted !== null) return prompted;
  if (!mayNameSpeaker(whole)) return [{ role, content: whole }];
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

/** A text begins with a sign: one that names a speaker has a bracket or asterisk there, or a colon soon after. */
function mayNameSpeaker(whole: string): boolean {
  if (whole[0] === '[' || whole[0] === '*') return true;
  const end = Math.min(whole.length, NAME_UNITS_MAX + 1);
  for (let i = 0; i < end; i++) {
    const code = whole.charCodeAt(i);
    if (code === COLON || code === WIDE_COLON) return true;
  }
  return false;
}

/** What NAMED_LINE takes for a name: 31 signs, of two units each at most. */
const NAME_UNITS_MAX = 62;
const COLON = 0x3a;
const WIDE_COLON = 0xff1a;
