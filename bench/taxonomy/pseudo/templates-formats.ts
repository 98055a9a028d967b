import * as make from './content.ts';
import { type Dice, say } from './layouts.ts';
import { either, MODELS, none, oneOf, rows, type Template, talks, texts } from './template-parts.ts';
import { ANSWERS, ASSESSING, REQUESTS, REVIEWS, SHORTHAND } from './text-formats.ts';

const request = (d: Dice) => say(d, d.pick(REQUESTS));
const answer = (d: Dice) => say(d, d.pick(ANSWERS));
const review = (d: Dice) => say(d, d.pick(REVIEWS));

/** Layouts in which published texts, answers and notes come, more as they are than the other templates. */
export const FORMAT_TEMPLATES: readonly Template[] = [
  {
    name: 'instruction triples',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: oneOf(
      (d) => ({ instruction: request(d), input: '', output: answer(d) }),
      (d) => ({
        instruction: request(d),
        input: d.chance(0.4) ? review(d) : '',
        response: answer(d),
        category: 'open_qa',
      }),
      (d) => ({ prompt: request(d), completion: answer(d) }),
      (d) => ({
        conversations: [
          { from: 'human', value: request(d) },
          { from: 'gpt', value: answer(d) },
        ],
      }),
      (d) => ({
        messages: [
          { role: 'user', content: request(d) },
          { role: 'assistant', content: answer(d) },
        ],
      }),
    ),
  },
  {
    name: 'requests alone',
    category: 'synthetic',
    right: ['ai_generated'],
    open: ['balanced_synthetic'],
    draw: oneOf(
      (d) => ({ prompt: request(d) }),
      (d, i) => ({
        id: i,
        prompt: request(d),
        type: d.pick(['safe', 'contrast_safe', 'unsafe']),
        note: d.pick(['x', '']),
      }),
      (d) => ({ turns: [request(d), request(d)], category: d.pick(['writing', 'math', 'roleplay']) }),
      (d) => ({ query: request(d), expected_behavior: d.pick(['comply', 'refuse']) }),
    ),
  },
  {
    name: 'preferences of two answers',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: (dice) => {
      const ask = dice.pick([request, make.seeker, request]);
      const reply = dice.pick([answer, make.modelReply]);
      return oneOf(
        (d) => ({ prompt: ask(d), chosen: reply(d), rejected: reply(d) }),
        (d) => ({ question: ask(d), response_a: reply(d), response_b: reply(d), winner: d.pick(['a', 'b']) }),
        (d) => ({
          chosen: `\n\nHuman: ${ask(d)}\n\nAssistant: ${reply(d)}`,
          rejected: `\n\nHuman: ${ask(d)}\n\nAssistant: ${answer(d)}`,
        }),
        (d, i) => ({
          prompt_id: i,
          prompt: ask(d),
          completions: [reply(d), reply(d)],
          scores: [d.below(9), d.below(9)],
        }),
      )(dice);
    },
  },
  {
    name: 'answers of several models',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: oneOf(
      (d) => ({ model: d.pick(MODELS), prompt: request(d), response: answer(d), rating: d.below(10) }),
      (d, i) => ({
        question_id: i,
        model_id: d.pick(MODELS),
        choices: [{ index: 0, turns: [answer(d)] }],
        question: request(d),
      }),
      (d) => ({ user: make.seeker(d), assistant: make.modelReply(d), engine: d.pick(MODELS), language: 'en' }),
    ),
  },
  {
    name: 'talks with a model that says so',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: talks(
      (d) => [
        { who: 'human', text: request(d) },
        { who: 'gpt', text: answer(d) },
        { who: 'human', text: request(d) },
        { who: 'gpt', text: `As an AI language model, ${answer(d)}` },
      ],
      either(none, (_d, i) => ({ id: `identity_${i}` })),
    ),
  },
  {
    name: 'role play by instruction',
    category: 'synthetic',
    right: ['ai_generated'],
    draw: oneOf(
      (d) => ({
        instruction: `Act as a ${d.pick(['pirate', 'teacher', 'knight'])}. ${request(d)}`,
        input: '',
        response: answer(d),
      }),
      (d) => ({ system: 'You are a helpful character. Stay in role.', prompt: request(d), response: answer(d) }),
    ),
  },
  {
    name: 'sentence pairs rewritten',
    category: 'synthetic',
    right: ['data_augmentation'],
    open: ['balanced_synthetic'],
    draw: (dice) => {
      const text = dice.pick([review, make.comment, make.seeker]);
      return oneOf(
        (d, i) => {
          const one = `${text(d)} ${text(d)}`;
          return { id: i, original: one, paraphrase: make.varied(d, one) };
        },
        (d) => {
          const one = text(d);
          return { sentence1: one, sentence2: make.varied(d, one), gold_label: d.pick(['same', 'not']) };
        },
        (d) => {
          const one = `${text(d)} ${text(d)}`;
          return { input: one, target: make.varied(d, one) };
        },
      )(dice);
    },
  },
  {
    name: 'cases of a test of models',
    category: 'synthetic',
    right: ['balanced_synthetic'],
    open: ['ai_generated', 'demographically_balanced'],
    draw: rows((d, i) => {
      const [first] = make.bias(d);
      return {
        case_id: i,
        functionality: d.pick(['slur', 'negation', 'praise']),
        test_case: first,
        label_gold: d.pick(['a', 'b']),
        templ_id: i >> 3,
      };
    }),
  },
  {
    name: 'typed interviews that assess',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    open: ['mental_health_records', 'therapy_sessions'],
    draw: talks((d) => {
      const [asks, told] = d.pick([
        ['Ellie', 'Participant'],
        ['Interviewer', 'Interviewee'],
        ['Therapist', 'Patient'],
        ['Clinician', 'Client'],
      ] as const);
      return Array.from({ length: 6 + d.below(12) }, () => d.pick(ASSESSING)).flatMap(([question, reply]) => [
        { who: asks, text: question },
        { who: told, text: say(d, reply) },
      ]);
    }),
  },
  {
    name: 'notes in shorthand',
    category: 'clinical',
    right: ['mental_health_records'],
    open: ['treatment_plans', 'diagnostic_assessments'],
    draw: texts((d) => Array.from({ length: 1 + d.below(4) }, () => say(d, d.pick(SHORTHAND))).join('\n')),
  },
  {
    name: 'answers of doctors by instruction',
    category: 'clinical',
    right: ['diagnostic_assessments', 'treatment_plans'],
    draw: rows((d) => ({
      instruction: "If you are a doctor, please answer the medical questions based on the patient's description.",
      input: make.doctor(d)[0]?.text ?? '',
      output: `${make.reference(d)[1]} ${make.plan(d)}`,
    })),
  },
  {
    name: 'notes with tasks for a model',
    category: 'clinical',
    right: ['mental_health_records'],
    open: ['diagnostic_assessments', 'treatment_plans'],
    draw: rows((d) => ({
      note: `${make.noteProse(d)} ${make.noteProse(d)}`,
      question: 'What brought the patient in?',
      answer: make.noteProse(d),
      task: 'Summarization',
    })),
  },
];
