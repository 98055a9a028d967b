import { knownRole } from './roles.ts';

/** One turn of a transcript: who says it, as the transcript names them or as the word for their role. */
interface SpokenTurn {
  from: string;
  content: string;
}

export interface Transcript {
  /** What stands before the first turn: a heading, a date, who takes part. */
  context: string | null;
  turns: SpokenTurn[];
}

/** `Client: …`, `[client] …`, `**Client:** …`, `[00:01:12] Client (whispers): …` */
const SPOKEN =
  /^(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?\s{0,4})?(?:\*\*|__)?(?:\[(\p{L}[\p{L}\p{N}_ .'-]{0,30})\]\s{0,4}[:：]?|(\p{L}[\p{L}\p{N}_ .'-]{0,30})(?:\s?\([^()]{1,40}\))?\s?(?:\*\*|__)?[:：](?:\*\*|__)?)(.*)$/u;
/** A line of its own with the name and the time, the words below it. */
const NAME_AND_TIME = /^(\p{L}[\p{L}\p{N}_ .'-]{0,30}?)\s{1,4}[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?$/u;
const PARAGRAPH_TAGS = /^<p[^<>]{0,80}>|<\/p>$|<br ?\/?>$/gi;
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ...{ t: 'therapist', th: 'therapist', i: 'interviewer', int: 'interviewer', d: 'doctor', dr: 'doctor' },
  ...{ c: 'client', cl: 'client', p: 'patient', pt: 'patient' },
};

/**
 * A text as the transcript of a conversation: its lines begin with those who speak, of whom there are two or more, known
 * by their role or by coming again. Null where it is none: notes have headings too, each of them once.
 */
export function transcriptOf(text: string): Transcript | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim().replace(PARAGRAPH_TAGS, '').trim());
  const told = lines.filter((line) => line !== '');
  const begun = told.map(startOf);
  const times = new Map<string, number>();
  for (const start of begun) if (start !== null) times.set(start.name, (times.get(start.name) ?? 0) + 1);
  const speakers = new Map<string, string>();
  const roles = new Set<string>();
  for (const [name, count] of times) {
    const role = roleWord(name);
    if (role !== null || count >= TIMES_MIN) speakers.set(name, role ?? name);
    if (role !== null) roles.add(role);
  }
  const turns: SpokenTurn[] = [];
  const before: string[] = [];
  for (const [i, line] of told.entries()) {
    const start = begun[i] ?? null;
    const from = start === null ? undefined : speakers.get(start.name);
    const last = turns.at(-1);
    if (start !== null && from !== undefined) turns.push({ from, content: start.rest });
    else if (last) last.content = last.content === '' ? line : `${last.content}\n${line}`;
    else before.push(line);
  }
  const spoken = turns.filter(({ content }) => content !== '');
  if (spoken.length < TURNS_MIN || new Set(spoken.map(({ from }) => from)).size < 2) return null;
  // Notes with a few words in quotation are notes, and so are those whose headings come again with each day.
  if (turns.length < SHARE_MIN * told.length) return null;
  const [most = 0, second = 0] = [...speakers.keys()].map((name) => times.get(name) ?? 0).sort((a, b) => b - a);
  const isKnown = [...speakers.keys()].some((name) => knownRole(name) !== null) || roles.size > 1;
  if (!isKnown && most + second < TWO_SHARE_MIN * turns.length) return null;
  return { context: before.length === 0 ? null : before.join('\n'), turns: spoken };
}

function startOf(line: string): { name: string; rest: string } | null {
  const timed = NAME_AND_TIME.exec(line);
  if (timed?.[1] !== undefined) return { name: timed[1], rest: '' };
  const match = SPOKEN.exec(line);
  const name = match?.[1] ?? match?.[2];
  return match === null || name === undefined ? null : { name: name.trim(), rest: (match[3] ?? '').trim() };
}

/** The word by which the table of roles knows a speaker: the name itself, or what its letters stand for. */
function roleWord(name: string): string | null {
  if (knownRole(name) !== null) return name;
  const [first = '', ...others] = name
    .toLowerCase()
    .replace(/\d{1,3}$/, '')
    .trim()
    .split(/[\s.]+/);
  const isDoctor = first === 'dr' && others.length > 0;
  return isDoctor || others.every((part) => part === '') ? (ABBREVIATIONS[first] ?? null) : null;
}

const TURNS_MIN = 3;
/** A name that no table knows and that comes once or twice is a heading. */
const TIMES_MIN = 3;
const SHARE_MIN = 0.3;
const TWO_SHARE_MIN = 0.7;
