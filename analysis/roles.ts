import type { Message } from '../contracts/records.ts';

type Role = Message['role'];

/**
 * Who speaks, by the words datasets use for it: the one who seeks help is the user, the one who gives it the assistant.
 * Names are compared by letters and digits only, so `User 1`, `user_1` and `USER1` are one. Of two numbered speakers the
 * first is the user.
 */
const NAMES: Record<Role, readonly string[]> = {
  system: ['system', 'instructions', 'developer', 'tool'],
  user: [
    ...[
      'user',
      'human',
      'client',
      'patient',
      'seeker',
      'helpseeker',
      'customer',
      'caller',
      'visitor',
      'student',
      'prompter',
    ],
    ...['usr', 'listenee', 'guestfamily', 'guestclinician', 'member', 'asker', 'questioner', 'analysand'],
    ...['speaker1', 'user1', 'agent1', 'person1', 'participant1', 'speakera', 'usera', 'persona1'],
    ...[
      '来访者',
      '求助者',
      '用户',
      '患者',
      '病人',
      '咨询者',
      'cliente',
      'paciente',
      'usuario',
      'klient',
      'klientin',
      'nutzer',
    ],
    ...['patientin', 'utilisateur', '相談者', 'クライエント'],
  ],
  assistant: [
    ...['assistant', 'gpt', 'bot', 'model', 'chatbot', 'chatgpt', 'ai', 'agent', 'operator'],
    ...['therapist', 'counselor', 'counsellor', 'psychologist', 'psychotherapist', 'doctor', 'clinician', 'physician'],
    ...['nurse', 'interviewer', 'coach', 'supporter', 'helper', 'listener', 'responder', 'expert', 'volunteer'],
    ...['psychiatrist', 'psychoanalyst', 'facilitator', 'cofacilitator', 'cotherapist', 'groupleader'],
    ...['speaker2', 'user2', 'agent2', 'person2', 'participant2', 'speakerb', 'userb', 'persona2'],
    ...[
      '咨询师',
      '心理咨询师',
      '治疗师',
      '心理治疗师',
      '支持者',
      '助手',
      '医生',
      'terapeuta',
      'asistente',
      'médico',
      'therapeut',
      'therapeutin',
      'arzt',
    ],
    ...['berater', 'beraterin', 'thérapeute', 'psychologue', 'カウンセラー'],
  ],
};

const ROLE_OF = new Map<string, Role>(
  (Object.keys(NAMES) as Role[]).flatMap((role) => NAMES[role].map((name): [string, Role] => [name, role])),
);

/** The role of a speaker by the table, or null where the table does not know the name. */
export function knownRole(speaker: string): Role | null {
  const plain = plainName(speaker);
  return ROLE_OF.get(plain) ?? ROLE_OF.get(ownRoleOf(speaker)) ?? ROLE_OF.get(numberedCalling(plain)) ?? null;
}

/** The last word of a name of two or three, where it can be a role: `CBT Therapist`, `school counselor`. Else nothing. */
export function ownRoleOf(speaker: string): string {
  const words = speaker.trim().split(/[\s_]/, 4);
  const last = words.at(-1) ?? '';
  return words.length < 2 || words.length > 3 || !CALLINGS.has(last.toLowerCase()) ? '' : last.toLowerCase();
}

/** `member3`, `therapist2`: one of several of a group, without the number. Else nothing: `patient12` may be an identifier. */
const numberedCalling = (plain: string) => /^(member|therapist|facilitator)\d{1,2}$/.exec(plain)?.[1] ?? '';

/** Whose turn it is beside those a table knows: the user's beside an assistant, else the assistant's beside a user. */
export const otherSide = (known: ReadonlySet<Role | null>): Role | null =>
  known.has('assistant') ? 'user' : known.has('user') ? 'assistant' : null;

/**
 * Gives those whom no table knows the other side of whom it knows: the family of a therapist are users, and who talks with
 * a client is the assistant. Where it knows nobody, they take turns by the order in which they first speak.
 */
export function settleSpeakers(messages: Message[]): void {
  const strangers = new Map<string, number>();
  const known = new Set<Role>();
  for (const { speaker } of messages) {
    if (speaker === undefined) continue;
    const role = knownRole(speaker);
    if (role !== null) known.add(role);
    else if (!strangers.has(speaker)) strangers.set(speaker, strangers.size);
  }
  const other = otherSide(known);
  for (const message of messages) {
    const place = strangers.get(message.speaker ?? '');
    if (place !== undefined) message.role = other ?? (place % 2 === 0 ? 'user' : 'assistant');
  }
}

/** Names of roles that others describe further; a plain word such as `member` says too little. */
const CALLINGS = new Set([
  ...['therapist', 'counselor', 'counsellor', 'psychologist', 'psychotherapist', 'doctor', 'physician', 'clinician'],
  ...['nurse', 'client', 'patient', 'seeker', 'psychiatrist', 'supporter', 'assistant', 'chatbot', 'user'],
]);

/** A name as lower-case letters and digits. Data has few names and many records, so they are remembered. */
export function plainName(name: string): string {
  const known = PLAIN_NAMES.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (PLAIN_NAMES.size >= PLAIN_NAMES_MAX) PLAIN_NAMES.clear();
  PLAIN_NAMES.set(name, plain);
  return plain;
}

const PLAIN_NAMES = new Map<string, string>();
const PLAIN_NAMES_MAX = 5000;
