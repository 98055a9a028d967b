import type { Message } from '../contracts/records.ts';
import { knownRole } from './roles.ts';

/**
 * A text whose lines begin with known speakers is a whole dialogue; any other text is one message. One such line alone
 * (`Model: X100`) proves a speaker only where turns are expected.
 */
export function fromText(whole: string, role: Message['role'], turnsMin = 2): Message[] {
  if (!mayNameSpeaker(whole)) return [{ role, content: whole }];
  const turns: (Message & { speaker: string })[] = [];
  for (const line of whole.split(/\r?\n/)) {
    const match = /^\s*(\p{L}[\p{L}\p{N}_ -]{0,30})[:：](.*)$/u.exec(line);
    const known = knownRole(match?.[1] ?? '');
    const last = turns.at(-1);
    if (match && known) turns.push({ role: known, content: match[2] ?? '', speaker: match[1]?.trim() ?? '' });
    else if (last) last.content += `\n${line}`;
    else if (line.trim() !== '') return [{ role, content: whole }];
  }
  const spoken = turns.flatMap((turn) =>
    turn.content.trim() === '' ? [] : [{ ...turn, content: turn.content.trim() }],
  );
  return spoken.length < turnsMin ? [{ role, content: whole }] : spoken;
}

/** A text begins with a sign; one that names a speaker has a colon soon after, each sign before it in two units at most. */
function mayNameSpeaker(whole: string): boolean {
  const end = Math.min(whole.length, 2 * SPEAKER_CHARS_MAX + 1);
  for (let i = 0; i < end; i++) {
    const code = whole.charCodeAt(i);
    if (code === COLON || code === WIDE_COLON) return true;
  }
  return false;
}

/** What the pattern of `fromText` allows before the colon. */
const SPEAKER_CHARS_MAX = 31;
const COLON = 0x3a;
const WIDE_COLON = 0xff1a;
