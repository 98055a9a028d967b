import type { Message } from '../contracts/records.ts';
import { recordNames } from './message-fields.ts';
import { isFields } from './record-fields.ts';
import { knownRole } from './roles.ts';
import { spanAnnotations } from './span-annotations.ts';
import { fromText } from './spoken-lines.ts';
import { areTurns, fromTurns, textOfField as text, turnsOf, withBeside } from './turn-lists.ts';

type Fields = Record<string, unknown>;

export interface FoundMessages {
  messages: Message[];
  /** The source's names of the fields that the messages came from. */
  fields: string[];
}

/**
 * The messages of a record, from whichever of the known shapes it has, in this order: a list of turns, a pair of asked
 * and answered, one text. A text whose lines begin with known speakers is a whole dialogue. Null where no field holds text.
 */
export function findMessages(record: Fields): FoundMessages | null {
  const names = recordNames(record);
  const textOf = (name: string | undefined) => (name === undefined ? '' : text(record[name]));
  const isTold = (name: string) => textOf(name) !== '';

  for (const name of names.turnLists) {
    const list = turnsOf(record[name]);
    // What is so named can be a list of talks, too: then each is a record.
    if (names.talkLists.includes(name) && !areTurns(list)) continue;
    // Some list an exchange as a list of two: [[asked, answered], [asked, answered]].
    const turns = list.every((turn) => Array.isArray(turn)) ? list.flat() : list;
    if (turns.length === 0) continue;
    const spoken = turns.every((turn) => typeof turn === 'string') ? withBeside(turns, record) : turns;
    // A turn can be an exchange: { input, output }, { human, assistant }.
    const messages = fromTurns(spoken, (turn) => findMessages(turn)?.messages ?? []);
    if (messages.length > 0) return withSystem({ messages, fields: [name] });
  }
  for (const pair of names.pairs) {
    const answer = pair.answered.find((name) => answerOf(record[name]) !== '');
    const questions = answer === undefined ? [] : saidBy(pair);
    if (questions.length === 0 || answer === undefined) continue;
    return withSystem({
      messages: [...fromText(joined(questions), 'user'), { role: 'assistant', content: answerOf(record[answer]) }],
      fields: [...questions, answer],
    });
  }
  const asker = names.people.asked.find((name) => isProse(textOf(name)));
  const answerer = names.people.answered.find((name) => isProse(textOf(name)));
  if (asker !== undefined && answerer !== undefined)
    return withSystem({
      messages: [
        { role: 'user', content: textOf(asker) },
        { role: 'assistant', content: textOf(answerer) },
      ],
      fields: [asker, answerer],
    });
  const alone = names.texts.find(isTold);
  const singles = alone === undefined ? saidAlone() : [alone];
  const [single] = singles;
  if (single === undefined) return null;
  // Beside an utterance of its own, a column may name who said it.
  const speaker = textOf(names.speaker);
  const messages = fromText(joined(singles), knownRole(speaker) ?? 'user');
  const [only] = messages;
  if (messages.length === 1 && only && names.mayHoldSpans && singles.length === 1) {
    const annotations = spanAnnotations(record, () => record[single], only.content);
    if (annotations) only.annotations = annotations;
  }
  if (messages.length === 1 && only && names.speaker !== undefined && speaker !== '') {
    return { messages: [{ ...only, speaker }], fields: [...singles, names.speaker] };
  }
  return withSystem({ messages, fields: singles });

  function saidBy({ asked, beside }: (typeof names.pairs)[number]): string[] {
    const said = asked.filter(isTold);
    return said.length === 0 ? said : [...said, ...beside.filter(isTold)];
  }

  function joined(fields: readonly string[]): string {
    return fields.length === 1 ? textOf(fields[0]) : [...new Set(fields.map(textOf))].join('\n');
  }

  function saidAlone(): string[] {
    const asked = names.pairs.map(saidBy).find((fields) => fields.length > 0);
    return asked ?? names.answers.filter(isTold).slice(0, 1);
  }

  function withSystem(found: FoundMessages): FoundMessages {
    const system = names.system.find(isTold);
    if (system === undefined || found.messages.some(({ role }) => role === 'system')) return found;
    return {
      messages: [{ role: 'system', content: textOf(system) }, ...found.messages],
      fields: [...found.fields, system],
    };
  }
}

/** Of more words than a name has. */
const isProse = (said: string) => said.split(/\s+/, PROSE_WORDS_MIN).length === PROSE_WORDS_MIN;
const PROSE_WORDS_MIN = 5;

/** An answer can be a list of answers, as texts or as turns, that are all right or to choose from; the first stands for them. */
function answerOf(value: unknown): string {
  const [first] = Array.isArray(value) ? value : [];
  if (typeof first === 'string') return first.trim();
  return text(value) || (isFields(first) ? (fromTurns([first], () => [])[0]?.content ?? '') : '');
}
