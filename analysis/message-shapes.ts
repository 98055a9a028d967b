import type { Message } from '../contracts/records.ts';

type Fields = Record<string, unknown>;
type Role = Message['role'];

/** Who speaks, by the words datasets use for it. Anyone else takes turns: the first speaker is the user. */
const ROLE_OF: Record<string, Role> = {
  system: 'system',
  user: 'user',
  human: 'user',
  client: 'user',
  patient: 'user',
  seeker: 'user',
  helpseeker: 'user',
  customer: 'user',
  prompter: 'user',
  speaker1: 'user',
  user1: 'user',
  agent1: 'user',
  person1: 'user',
  usr: 'user',
  listenee: 'user',
  guestfamily: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  chatbot: 'assistant',
  ai: 'assistant',
  therapist: 'assistant',
  counselor: 'assistant',
  counsellor: 'assistant',
  doctor: 'assistant',
  clinician: 'assistant',
  supporter: 'assistant',
  helper: 'assistant',
  listener: 'assistant',
  agent: 'assistant',
  speaker2: 'assistant',
  user2: 'assistant',
  agent2: 'assistant',
  person2: 'assistant',
};

const TURN_LISTS = [
  'messages',
  'conversation',
  'conversations',
  'turns',
  'dialogue',
  'dialog',
  'utterances',
  'content',
];
/** Pairs of fields: what is said, and what is answered. */
const PAIRS: [string[], string[]][] = [
  [
    ['prompt', 'instruction', 'instructions'],
    ['response', 'completion', 'output', 'chosen'],
  ],
  [['input'], ['output', 'response']],
  [
    ['questiontitle', 'questiontext', 'question', 'context'],
    ['answertext', 'answer', 'response', 'reply'],
  ],
  [
    ['usertext', 'customertext', 'user'],
    ['agenttext', 'assistanttext', 'assistant', 'agent'],
  ],
];
const TEXTS = [
  'text',
  'utterance',
  'transcript',
  'content',
  'message',
  'body',
  'dialogue',
  'dialog',
  'conversation',
  'bestgeneratedconversation',
  'sentence',
  'sentmore',
  'post',
];

/** The messages of a record, from whichever of the known shapes it has; null where no field holds text. */
export function findMessages(fields: Fields): Message[] | null {
  const byName = new Map(Object.entries(fields).map(([name, value]) => [plain(name), value]));
  for (const name of TURN_LISTS) {
    const list = byName.get(name);
    if (Array.isArray(list) && list.length > 0) {
      const messages = fromTurns(list);
      if (messages.length > 0) return messages;
    }
  }
  for (const [asked, answered] of PAIRS) {
    const question = joined(byName, asked);
    const answer = answered.map((name) => text(byName.get(name))).find((found) => found !== '') ?? '';
    if (question !== '' && answer !== '') return [...split(question, 'user'), { role: 'assistant', content: answer }];
  }
  for (const name of [...TEXTS, ...PAIRS.flatMap(([asked]) => asked), 'answertext', 'answer', 'response']) {
    const found = text(byName.get(name));
    if (found !== '') return split(found, 'user');
  }
  return null;
}

function fromTurns(list: unknown[]): Message[] {
  const speakers: string[] = [];
  return list.flatMap((turn, i): Message[] => {
    if (typeof turn === 'string') return split(turn, i % 2 === 0 ? 'user' : 'assistant');
    if (turn === null || typeof turn !== 'object' || Array.isArray(turn)) return [];
    const fields = new Map(Object.entries(turn).map(([name, value]) => [plain(name), value]));
    const content = ['content', 'value', 'text', 'message', 'utterance']
      .map((name) => text(fields.get(name)))
      .find((found) => found !== '');
    if (content === undefined) return [];
    const speaker =
      ['role', 'from', 'speaker', 'agent', 'author']
        .map((name) => text(fields.get(name)))
        .find((found) => found !== '') ?? '';
    const labels = Object.fromEntries(
      ['emotion', 'sentiment', 'strategy', 'label', 'talktype', 'intent'].flatMap((name) => {
        const value = text(fields.get(name));
        return value !== '' && value.length <= 60 ? [[name, value]] : [];
      }),
    );
    return [
      {
        role: roleOf(speaker, speakers, i),
        content,
        ...(speaker && { speaker }),
        ...(Object.keys(labels).length > 0 && { labels }),
      },
    ];
  });
}

/** A text whose lines begin with speakers is a whole dialogue; any other text is one message. */
function split(whole: string, role: Role): Message[] {
  const turns: { speaker: string; content: string }[] = [];
  for (const line of whole.split('\n')) {
    const match = /^\s*([\p{L}][\p{L} ]{0,24}\d?)\s*[:：]\s*(.*)$/u.exec(line);
    const known = match?.[1] !== undefined && ROLE_OF[plain(match[1])] !== undefined;
    const last = turns.at(-1);
    if (match && known) turns.push({ speaker: match[1] ?? '', content: match[2] ?? '' });
    else if (last) last.content += `\n${line}`;
    else if (line.trim() !== '') return [{ role, content: whole }];
  }
  if (turns.length < 2) return [{ role, content: whole }];
  return turns
    .filter(({ content }) => content.trim() !== '')
    .map(({ speaker, content }) => ({ role: ROLE_OF[plain(speaker)] ?? role, content: content.trim(), speaker }));
}

function roleOf(speaker: string, seen: string[], position: number): Role {
  const known = ROLE_OF[plain(speaker)];
  if (known !== undefined) return known;
  if (speaker === '') return position % 2 === 0 ? 'user' : 'assistant';
  if (!seen.includes(speaker)) seen.push(speaker);
  return seen.indexOf(speaker) % 2 === 0 ? 'user' : 'assistant';
}

function joined(fields: Map<string, unknown>, names: string[]): string {
  const texts = names.map((name) => text(fields.get(name))).filter((found) => found !== '');
  return [...new Set(texts)].join('\n');
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
