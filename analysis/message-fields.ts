import { createByNames } from './by-names.ts';
import { plainName } from './roles.ts';
import { mayHoldSpans } from './span-annotations.ts';

/** Fields that hold a list of turns. */
const TURN_LISTS = [
  ...['messages', 'conversation', 'conversations', 'turns', 'dialogue', 'dialog', 'utterances', 'content'],
  ...['text', 'transcript', 'log', 'history', 'chat', 'exchanges'],
];
/** Fields that hold a list of turns or a list of talks. */
const TALK_LISTS = ['dialogues', 'dialogs'];
/**
 * Pairs of fields: what is said (joined where several are filled), what is answered (the first that is filled), and what is
 * said too where something of the first is.
 */
const PAIRS: [asked: string[], answered: string[], beside: string[]][] = [
  [
    ['prompt', 'instruction', 'instructions', 'input', 'inputtext', 'inputmessage'],
    ['response', 'responsetext', 'completion', 'output', 'outputtext', 'outputmessage', 'chosen'],
    [],
  ],
  [
    ['questiontitle', 'questiontext', 'question', 'questionasked', 'query', 'context'],
    ['answertext', 'longanswer', 'answer', 'response', 'responsetext', 'reply', 'explanation'],
    ['questiondescription', 'description', 'passage', 'post'],
  ],
  [['usertext', 'customertext', 'user', 'human'], ['agenttext', 'assistanttext', 'assistant', 'agent', 'bot'], []],
  [['text', 'message', 'post', 'utterance', 'statement'], ['response', 'reply'], []],
];
/** Names of the people of a talk: fields so named hold what they say, or who they are. */
const PEOPLE: [asked: string[], answered: string[]] = [
  ['patient', 'client', 'seeker'],
  ['doctor', 'therapist', 'counselor', 'counsellor', 'psychologist'],
];
/** Names that tell by their parts which side of a pair a field is: `user_message`, `empathetic_reply`. */
const ASKED =
  /^(?:user|usr|client|patient|(?:help)?seeker|customer|human|student|caller)s?(?:text|message|input|query|utterance|statement|question|post|turn)$/;
const ANSWERED =
  /^(?:assistant|agent|(?:chat)?bot|model|ai|llm|therapist|counsell?or|psychologist|doctor|supporter|helper|system|expert)s?(?:text|message|output|utterance|statement|turn)$|.(?:repl(?:y|ies)|responses?|answers?)$/;
const SYSTEM = ['system', 'systemprompt', 'systemmessage'];
const TEXTS = [
  ...['text', 'utterance', 'utt', 'transcript', 'content', 'message', 'body', 'dialogue', 'dialog', 'conversation'],
  ...['bestgeneratedconversation', 'sentence', 'sentmore', 'post', 'statement', 'comment', 'utterancetext', 'turntext'],
];

/** The fields of a record that may hold its messages, in the order in which they are asked; the source's names. */
export const recordNames = createByNames((names) => {
  // Of two fields of one plain name the later counts.
  const fields = new Map(names.map((name) => [plainName(name), name]));
  const named = (plain: readonly string[]) => plain.flatMap((name) => fields.get(name) ?? []);
  const like = (pattern: RegExp) => [...fields].flatMap(([plain, name]) => (pattern.test(plain) ? [name] : []));
  return {
    turnLists: named([...TURN_LISTS, ...TALK_LISTS]),
    talkLists: named(TALK_LISTS),
    pairs: [
      ...PAIRS.map(([asked, answered, beside]) => ({
        asked: named(asked),
        answered: named(answered),
        beside: named(beside),
      })),
      { asked: like(ASKED), answered: like(ANSWERED), beside: [] },
    ].filter(({ asked }) => asked.length > 0),
    people: { asked: named(PEOPLE[0]), answered: named(PEOPLE[1]) },
    texts: named(TEXTS),
    answers: named(['answertext', 'answer', 'response']),
    system: named(SYSTEM),
    speaker: fields.get('speaker'),
    mayHoldSpans: names.some((name) => mayHoldSpans(plainName(name))),
  };
});
