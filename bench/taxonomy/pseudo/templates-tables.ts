import * as make from './content.ts';
import { type Dice, say } from './layouts.ts';
import { oneOf, rows, type Template } from './template-parts.ts';
import { EMPATHIC, SUPPORTER } from './text-people.ts';

const CAUSES = ['work', 'school', 'family issues', 'money', 'health', 'loneliness'];
const answered = (d: Dice) => d.pick(['Yes', 'No', 'No']);
const kindReply = (d: Dice) => `${say(d, d.pick(EMPATHIC))} ${say(d, d.pick(SUPPORTER))}`;

/** Tables as applications and surveys write them. */
export const TABLE_TEMPLATES: readonly Template[] = [
  {
    name: 'log of a chat bot for worries',
    category: 'conversational',
    right: ['support_interactions', 'therapeutic_conversations'],
    open: ['empathetic_conversations', 'peer_support', 'counseling_sessions'],
    draw: oneOf(
      (d, i) => ({
        session_id: `S${Math.floor(i / 3)}`,
        turn_id: (i % 3) + 1,
        user_input: make.seeker(d),
        bot_response: kindReply(d),
      }),
      (d, i) => ({
        id: i,
        user_message: make.seeker(d),
        bot_reply: kindReply(d),
        timestamp: `2024-05-0${1 + d.below(9)}`,
      }),
      (d, i) => ({ sessionId: `u${Math.floor(i / 4)}`, message: make.seeker(d), response: kindReply(d) }),
    ),
  },
  {
    name: 'posts with a cause and why it is one',
    category: 'conversational',
    right: ['peer_support'],
    open: ['empathetic_conversations', 'therapeutic_conversations'],
    draw: rows((d) => {
      const cause = d.pick(CAUSES);
      return {
        post: `Post: ${make.post(d)}`,
        question: 'Question: What does this post say about the cause of stress?',
        response: `${cause}. Reasoning: The post mentions ${cause}, which suggests that this is where the stress comes from.`,
      };
    }),
  },
  {
    name: 'survey answers on mental health',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['mental_health_records'],
    draw: oneOf(
      (d, i) => ({
        Timestamp: `0${1 + d.below(9)}/07/2021 1${d.below(9)}:0${i % 10}`,
        Gender: d.pick(['Female', 'Male']),
        Age: 18 + d.below(30),
        'What do you study?': d.pick(['Law', 'Engineering', 'Nursing', 'Human Sciences', 'Psychology']),
        'Do you have Depression?': answered(d),
        'Do you have Anxiety?': answered(d),
        'Did you seek treatment?': answered(d),
      }),
      (d) => ({
        age: 20 + d.below(40),
        country: d.pick(['Canada', 'Kenya', 'India', 'Spain']),
        family_history: answered(d),
        treatment: answered(d),
        mental_health_consequence: d.pick(['Maybe', 'Yes', 'No']),
        comments: d.chance(0.5) ? make.comment(d) : '',
      }),
      (d, i) => ({
        participant: i,
        depression: d.below(4),
        anxiety: d.below(4),
        stress: d.below(4),
        note: d.pick(['mild', 'severe', 'moderate', 'none given']),
      }),
    ),
  },
  {
    name: 'words of two languages',
    category: 'multimodal',
    right: ['multilingual'],
    draw: rows((d) => {
      const language = d.pick(make.tonguesOf('chat'));
      const [turn] = make.talkIn(d, { kind: 'chat', language, names: ['A', 'B'] });
      const words = (turn?.text ?? '').split(' ');
      return {
        n1: d.pick(words),
        n2: d.pick(words),
        eng: d.pick(['worry', 'anger', 'joy', 'hope', 'doubt', 'shame', 'grief']),
      };
    }),
  },
];
