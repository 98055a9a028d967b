import type { Message } from '../contracts/records.ts';
import { knownRole } from './roles.ts';

type Role = Message['role'];

/**
 * What begins a message in the templates by which chat models are given their conversations as one text: ChatML, Llama 3,
 * Gemma, Zephyr (`<|user|>`), `<HUMAN>:`, `### Human:`, `### Instruction:` and Llama 2 (`[INST]`).
 */
const MARK =
  /<\|im_start\|>\s{0,2}([a-z]{1,12})|<\|start_header_id\|>\s{0,2}([a-z]{1,12})\s{0,2}<\|end_header_id\|>|<start_of_turn>\s{0,2}([a-z]{1,12})|<\|([a-z]{1,12})\|>:?|<([a-z]{1,12})>:|#{2,3} ?([a-z]{1,12}) ?:|\[(\/?INST)\]/gi;
/** What ends a message or the whole, and is said by nobody. */
const END =
  /<\|im_end\|>|<\|eot_id\|>|<\|end_of_text\|>|<\|begin_of_text\|>|<\|endoftext\|>|<end_of_turn>|<\|end\|>|<\/?s>|<(?:bos|eos)>/g;
const LLAMA_SYSTEM = /^\s{0,9}<<SYS>>([\s\S]*?)<<\/SYS>>/;
const WORDS: Readonly<Record<string, Role>> = {
  ...{ instruction: 'user', input: 'user', inst: 'user', question: 'user' },
  ...{ response: 'assistant', output: 'assistant', '/inst': 'assistant', answer: 'assistant' },
};
const ALPACA = 'Below is an instruction';

/**
 * The messages of a text that is a conversation in the template of a chat model, what stands before the first mark as the
 * system message. Null where it is none: both sides have to be marked.
 */
export function promptedMessages(whole: string): Message[] | null {
  // Asked of every text: its first sign tells nearly all of them.
  const first = whole[0];
  if (first !== '<' && first !== '#' && first !== '[' && !whole.startsWith(ALPACA)) return null;
  const marks = [...whole.matchAll(MARK)].flatMap((match) => {
    const word = match.slice(1).find((group) => group !== undefined) ?? '';
    const role = WORDS[word.toLowerCase()] ?? knownRole(word);
    return role === null ? [] : [{ role, at: match.index, end: match.index + match[0].length }];
  });
  const roles = new Set(marks.map(({ role }) => role));
  if (!roles.has('user') || !roles.has('assistant')) return null;
  const messages: Message[] = [];
  const add = (role: Role, text: string) => {
    const content = text.replace(END, '').trim();
    const last = messages.at(-1);
    if (content === '') return;
    // An instruction and its input are one question.
    if (last?.role === role) last.content += `\n${content}`;
    else messages.push({ role, content });
  };
  add('system', whole.slice(0, marks[0]?.at));
  for (const [i, { role, end }] of marks.entries()) {
    const text = whole.slice(end, marks[i + 1]?.at);
    const system = role === 'user' ? LLAMA_SYSTEM.exec(text) : null;
    if (system !== null) add('system', system[1] ?? '');
    add(role, system === null ? text : text.slice(system[0].length));
  }
  return messages;
}
