import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BETWEEN,
  CARRIERS,
  CRISIS,
  NOT_CRISIS,
  type PersonalDataKind,
  SHARED,
  TOPICS,
  type Topic,
} from './counselling/phrases.ts';
import { BETWEEN_ISSUES, ISSUES, type Issue, SUPPORT_CARRIERS, SUPPORT_SHARED } from './support/phrases.ts';

/** One thing that was put into an example on purpose: what a test must find, or must leave alone. */
export interface Planted {
  readonly id: string;
  readonly kind: PersonalDataKind | 'crisis' | 'not_crisis' | 'duplicate' | 'ambiguous' | 'label_noise';
  /** The text, the crisis type, the id of the first copy, or the label that the grammar meant. */
  readonly value: string;
  /** Which message of the record, from 0; null where the whole record is meant. */
  readonly message_index: number | null;
}

interface Message {
  role: 'user' | 'assistant';
  content: string;
}

interface Conversation {
  id: string;
  messages: Message[];
  metadata: Record<string, string>;
}

const COUNSELLING_RECORDS = 320;
const SUPPORT_RECORDS = 250;
/** Shares we chose: enough that no classifier can be right about all of them, few enough that most can be learned. */
const SHARE_AMBIGUOUS = 0.12;
const SHARE_LABEL_NOISE = 0.05;
const DUPLICATES = 6;
const SEED = 20_251_123;

const topics = Object.keys(TOPICS) as Topic[];
const issues = Object.keys(ISSUES) as Issue[];

/**
 * The four example files by path below examples/, always the same bytes.
 *
 * Every value that looks like personal data is invented and lies where nobody can be reached: example domains
 * (RFC 2606), documentation addresses (RFC 5737), telephone numbers 555-01xx, social security numbers of areas that
 * are never issued (666 and 9xx), card numbers that payment providers publish for tests.
 */
export function makeExamples(): Record<string, string> {
  const counselling = makeCounselling(createRandom(SEED));
  const support = makeSupport(createRandom(SEED + 1));
  return {
    'counselling/conversations.jsonl': toLines(counselling.records),
    'counselling/planted.jsonl': toLines(counselling.planted),
    'support/dialogues.csv': toCsv(support.rows),
    'support/planted.jsonl': toLines(support.planted),
  };
}

function makeCounselling(random: Random): { records: Conversation[]; planted: Planted[] } {
  const planted: Planted[] = [];
  const records: Conversation[] = [];
  const seen = new Set<string>();
  const own = COUNSELLING_RECORDS - DUPLICATES;
  const plan = random.shuffle(Array.from({ length: own }, (_, index) => at(topics, index % topics.length)));
  // Which records get what, decided before anything is written, so that nothing falls on one record twice.
  const order = random.shuffle(plan.map((_, index) => index));
  const crisisAt = new Map<number, (typeof CRISIS)[number]>();
  for (const crisis of CRISIS) {
    const index = order.find((candidate) => plan[candidate] === crisis.topic && !crisisAt.has(candidate));
    if (index !== undefined) crisisAt.set(index, crisis);
  }
  const free = order.filter((index) => !crisisAt.has(index));
  const ambiguous = new Set(free.slice(0, Math.round(own * SHARE_AMBIGUOUS)));
  const noisy = new Set(free.filter((index) => !ambiguous.has(index)).slice(0, Math.round(own * SHARE_LABEL_NOISE)));
  const values = personalData(random);
  const carrying = new Map(values.map((value, index) => [at(free, (index * 5) % free.length), value]));
  const figures = new Map(NOT_CRISIS.map((figure) => [free.findLast((index) => plan[index] === figure.topic), figure]));

  for (const [index, meant] of plan.entries()) {
    const id = `couns-${String(index + 1).padStart(4, '0')}`;
    const between = ambiguous.has(index)
      ? random.pick(BETWEEN.filter((each) => each.topics.includes(meant)))
      : undefined;
    const crisis = crisisAt.get(index);
    let messages: Message[];
    do messages = converse(random, meant, { between: between?.text, turns: crisis ? 4 : undefined });
    while (seen.has(at(messages, 0).content));
    seen.add(at(messages, 0).content);

    if (crisis) {
      planted.push({ id, kind: 'crisis', value: crisis.type, message_index: messages.length });
      messages.push(
        { role: 'user', content: crisis.user },
        { role: 'assistant', content: crisis.assistant },
        { role: 'user', content: crisis.reply },
        { role: 'assistant', content: crisis.end },
      );
    }
    const figure = figures.get(index);
    if (figure) {
      append(messages, 0, figure.text);
      planted.push({ id, kind: 'not_crisis', value: figure.text, message_index: 0 });
    }
    const value = carrying.get(index);
    if (value) {
      const users = messages.flatMap((message, position) => (message.role === 'user' ? [position] : []));
      const position = random.pick(users);
      append(messages, position, random.say(CARRIERS[value.kind]).replace('%s', value.value));
      planted.push({ id, ...value, message_index: position });
    }
    if (between) planted.push({ id, kind: 'ambiguous', value: between.topics.join(' or '), message_index: null });
    let topic = meant;
    if (noisy.has(index)) {
      topic = random.pick(topics.filter((other) => other !== meant));
      planted.push({ id, kind: 'label_noise', value: meant, message_index: null });
    }
    records.push({ id, messages, metadata: { topic, ...describePerson(random) } });
  }

  // Not of a record that carries something: every planted thing has one place.
  const marked = new Set(planted.map(({ id }) => id));
  const plain = records.filter(({ id }) => !marked.has(id));
  for (const [index, original] of random.shuffle(plain).slice(0, DUPLICATES).entries()) {
    const id = `couns-${String(own + index + 1).padStart(4, '0')}`;
    records.push({ ...original, id });
    planted.push({ id, kind: 'duplicate', value: original.id, message_index: null });
  }
  return { records, planted };
}

/** One conversation of 2 to 8 messages; an answer fits the question before it. */
function converse(
  random: Random,
  topic: Topic,
  { between, turns }: { between: string | undefined; turns: number | undefined },
): Message[] {
  const words = TOPICS[topic];
  const say = createDeck(random);
  const style = createStyle(random);
  const user = (...parts: readonly string[]): Message => ({ role: 'user', content: style(toText(parts)) });
  const counsellor = (...parts: readonly string[]): Message => ({ role: 'assistant', content: toText(parts) });
  const situations = random.shuffle(words.situations);
  const maybe = (share: number, text: () => string) => (random.next() < share ? text() : '');

  const first = [
    say(SHARED.greetings),
    maybe(0.35, () => say(SHARED.vague)),
    random.fill(between ?? at(situations, 0)),
    maybe(between || topic === 'grief' ? 0 : 0.15, () => random.fill(at(situations, 1))),
    maybe(0.75, () => (random.next() < (between ? 0.2 : 0.55) ? say(words.feelings) : say(SHARED.feelings))),
    // A neighbour's feeling: whoever is anxious sleeps badly, whoever grieves is low.
    maybe(0.22, () => say(TOPICS[random.pick(topics)].feelings)),
    say(SHARED.asks),
  ];
  const length = turns ?? random.pick([2, 2, 4, 4, 4, 6, 6, 8]);
  const questions = random
    .shuffle([
      { ask: SHARED.askTime, answer: () => say(SHARED.time) },
      { ask: SHARED.askTried, answer: () => say(words.tried) },
      { ask: SHARED.askSupport, answer: () => say(SHARED.support) },
      { ask: SHARED.askBetter, answer: () => say(words.better) },
    ])
    .slice(0, Math.max(0, length / 2 - 1));

  const messages = [user(...first)];
  let reply = [say(SHARED.thanksForWriting), say(words.reflections), say(SHARED.normal)];
  for (const [index, question] of questions.entries()) {
    const last = index === questions.length - 1 && random.next() < 0.3;
    messages.push(counsellor(...reply, ...(last ? [say(words.suggestions)] : []), say(question.ask)));
    messages.push(
      user(
        question.answer(),
        maybe(0.3, () => say(SHARED.reactions)),
        maybe(0.2, () => say(words.feelings)),
      ),
    );
    reply = [say(SHARED.bridges), maybe(0.4, () => say(words.reflections))];
  }
  messages.push(
    counsellor(
      ...reply,
      say(words.suggestions),
      maybe(0.7, () => say(SHARED.closings)),
    ),
  );
  if (length >= 6 && random.next() < 0.35) {
    messages.push(user(say(SHARED.reactions), say(SHARED.thanks)), counsellor(say(SHARED.closings)));
  }
  return messages.slice(0, 8);
}

/** Says each phrase once before it says one again: nobody repeats a sentence within a conversation. */
function createDeck(random: Random): (phrases: readonly string[]) => string {
  const decks = new Map<readonly string[], string[]>();
  return (phrases) => {
    const deck = decks.get(phrases)?.length ? decks.get(phrases) : random.shuffle(phrases);
    const phrase = deck?.pop() ?? '';
    decks.set(phrases, deck ?? []);
    return random.fill(phrase);
  };
}

function describePerson(random: Random): Record<string, string> {
  return {
    language: 'en',
    channel: random.pick(['chat', 'chat', 'e-mail']),
    age_group: random.pick(['18-24', '25-34', '25-34', '35-49', '35-49', '50-64', '65+']),
    gender: random.pick(['woman', 'woman', 'woman', 'man', 'man', 'nonbinary']),
    consent_status: 'verified',
    consent_scope: 'training',
    license: 'Apache-2.0',
  };
}

function makeSupport(random: Random): { rows: string[][]; planted: Planted[] } {
  const planted: Planted[] = [];
  const seen = new Set<string>();
  const plan = random.shuffle(Array.from({ length: SUPPORT_RECORDS }, (_, index) => at(issues, index % issues.length)));
  const order = random.shuffle(plan.map((_, index) => index));
  const ambiguous = new Set(order.slice(0, Math.round(SUPPORT_RECORDS * SHARE_AMBIGUOUS)));
  const noisy = new Set(order.slice(-Math.round(SUPPORT_RECORDS * SHARE_LABEL_NOISE)));
  const values = personalData(random)
    .filter(({ kind }) => kind !== 'ssn')
    .slice(0, 15);
  const carrying = new Map(values.map((value, index) => [at(order, 40 + index * 7), value]));
  const rows = [['id', 'user_text', 'agent_text', 'issue', 'channel', 'consent_status']];
  for (const [index, meant] of plan.entries()) {
    const id = `sup-${String(index + 1).padStart(4, '0')}`;
    const words = ISSUES[meant];
    const between = ambiguous.has(index)
      ? random.pick(BETWEEN_ISSUES.filter((each) => each.issues.includes(meant)))
      : undefined;
    const problem = Math.floor(random.next() * words.problems.length);
    const value = carrying.get(index);
    let text: string;
    do {
      const style = createStyle(random);
      text = style(
        toText([
          random.say(SUPPORT_SHARED.openers),
          random.say(SUPPORT_SHARED.moods),
          random.fill(between?.text ?? at(words.problems, problem)),
          random.next() < 0.6 ? random.say(words.details) : '',
          random.next() < 0.15 ? random.say(ISSUES[random.pick(issues)].details) : '',
          random.say(SUPPORT_SHARED.ends),
        ]),
      );
    } while (seen.has(text));
    seen.add(text);
    if (value?.kind !== undefined && value.kind !== 'ssn') {
      text = `${text}${random.next() < 0.5 ? '\n' : ' '}${random.say(SUPPORT_CARRIERS[value.kind]).replace('%s', value.value)}`;
      planted.push({ id, ...value, message_index: 0 });
    }
    if (between) planted.push({ id, kind: 'ambiguous', value: between.issues.join(' or '), message_index: null });
    let issue = meant;
    if (noisy.has(index)) {
      issue = random.pick(issues.filter((other) => other !== meant));
      planted.push({ id, kind: 'label_noise', value: meant, message_index: null });
    }
    const answer = toText([
      random.say(SUPPORT_SHARED.agentOpeners),
      between ? random.say(SUPPORT_SHARED.betweenAnswers) : random.fill(at(words.answers, problem)),
      random.say(SUPPORT_SHARED.agentEnds),
    ]);
    rows.push([id, text, answer, issue, random.pick(['e-mail', 'chat', 'form']), 'verified']);
  }
  return { rows, planted };
}

/** Invented values, in the ways people write them. */
function personalData(random: Random): { kind: PersonalDataKind; value: string }[] {
  const values: Record<PersonalDataKind, readonly string[]> = {
    email: [
      'mara.lindqvist@example.org',
      'j.okafor+notes@example.com',
      'tomasz_w84@example.net',
      'ANA.PEREIRA@EXAMPLE.ORG',
      'lee-ann.brooks@mail.example.org',
      'hassan.k@example.com',
      'yuki22@example.net',
      'r.oconnor@students.example.org',
      'priya.n@example.com',
      'old.account.77@example.org',
    ],
    phone: [
      '(212) 555-0143',
      '415-555-0172',
      '+1 646 555 0119',
      '303.555.0188',
      '+1 (617) 555-0104',
      '7185550136',
      '+1-202-555-0151',
      '512 555 0167',
      '(808) 555-0190',
      '1-312-555-0125',
    ],
    ssn: ['987-65-4320', '987-65-4325', '666-12-3456', '900 45 6789', '987-65-4329', '666-78-1204'],
    credit_card: [
      '4111 1111 1111 1111',
      '5555-5555-5555-4444',
      '378282246310005',
      '6011111111111117',
      '4242 4242 4242 4242',
      '3056 930902 5904',
    ],
    ip_address: ['192.0.2.44', '198.51.100.7', '203.0.113.201', '192.0.2.130', '198.51.100.254'],
    url: [
      'https://example.org/diary/entry-12',
      'http://www.example.com/forum?thread=881',
      'https://blog.example.net/~hollow',
      'www.example.org/gallery',
      'https://example.com/tests/phq?who=lena',
      'https://share.example.org/s/9f2Kd',
      'http://example.net:8080/room/17',
    ],
  };
  const kinds = Object.keys(values) as PersonalDataKind[];
  return random.shuffle(kinds.flatMap((kind) => values[kind].map((value) => ({ kind, value }))));
}

/** How one person types: most carefully, some in small letters, some with slips of the finger. */
function createStyle(random: Random): (text: string) => string {
  const roll = random.next();
  if (roll < 0.16)
    return (text) =>
      text
        .toLowerCase()
        .replace(/\bi'm\b/g, 'im')
        .replace(/[.]$/, '');
  if (roll < 0.24) return (text) => contract(text).replaceAll('. ', '... ');
  if (roll < 0.5) return contract;
  if (roll < 0.6) return (text) => slip(random, text);
  return (text) => text;
}

function contract(text: string): string {
  return text
    .replace(/\bI am(?= [a-z])/g, "I'm")
    .replace(/\bI have(?= (?:been|put|stopped|lost|pulled|moved|started|begun|not )\b)/g, "I've")
    .replaceAll('do not', "don't")
    .replaceAll('cannot', "can't");
}

/** Swaps two letters within up to two longer words. */
function slip(random: Random, text: string): string {
  const words = text.split(' ');
  for (let slips = 0; slips < 2; slips += 1) {
    const index = Math.floor(random.next() * words.length);
    const word = at(words, index);
    if (!/^[a-z]{6,}$/.test(word)) continue;
    const cut = 1 + Math.floor(random.next() * (word.length - 3));
    words[index] = word.slice(0, cut) + word.charAt(cut + 1) + word.charAt(cut) + word.slice(cut + 2);
  }
  return words.join(' ');
}

/** Sentences to a text: the first letter is a capital, as is every letter after an end of sentence. */
function toText(parts: readonly string[]): string {
  const text = parts
    .filter((part) => part !== '')
    .join(' ')
    .replaceAll('\n ', '\n');
  return text.replace(/(^|[.!?] |\n)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function append(messages: Message[], index: number, sentence: string): void {
  const message = at(messages, index);
  const end = /[.!?]$/.test(message.content) ? '' : '.';
  messages[index] = { ...message, content: `${message.content}${end} ${sentence}` };
}

interface Random {
  next(): number;
  pick<T>(from: readonly T[]): T;
  shuffle<T>(from: readonly T[]): T[];
  /** Resolves the alternatives of a phrase. */
  fill(phrase: string): string;
  say(phrases: readonly string[]): string;
}

/** mulberry32: 32 bits of state, the same numbers on every machine. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(from: readonly T[]) => at(from, Math.floor(next() * from.length));
  const fill = (phrase: string): string => {
    // Innermost first, until none is left.
    const resolved = phrase.replace(/\{([^{}]*)\}/, (_, choices: string) => pick(choices.split('|')));
    return resolved === phrase ? phrase : fill(resolved);
  };
  const shuffle = <T>(from: readonly T[]) => {
    const result = [...from];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = Math.floor(next() * (last + 1));
      const kept = at(result, last);
      result[last] = at(result, other);
      result[other] = kept;
    }
    return result;
  };
  return { next, pick, shuffle, fill, say: (phrases) => fill(pick(phrases)) };
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`no entry ${index} in a list of ${list.length}`);
  return value;
}

const toLines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** RFC 4180, but for line ends: quotes only where needed. */
function toCsv(rows: readonly string[][]): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

if (import.meta.main) {
  const folder = dirname(fileURLToPath(import.meta.url));
  for (const [name, text] of Object.entries(makeExamples())) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
    console.log(`${name}: ${text.split('\n').length - 1} lines`);
  }
}
