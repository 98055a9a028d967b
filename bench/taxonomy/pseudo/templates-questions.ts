import * as make from './content.ts';
import { type Dice, type Row, say } from './layouts.ts';
import { either, MODELS, none, rows, type Template, texts } from './template-parts.ts';
import { CHOICES, HOW_OFTEN, ITEMS, NOT_SAID, SCALES, TO_A_BOT, TO_A_SERVICE, WHO } from './text-questions.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E'];
const lettered = (answers: readonly string[], write: (letter: string, answer: string) => string, between: string) =>
  answers.map((answer, i) => write(LETTERS[i] ?? '', answer)).join(between);

/** A question and its answers, the ways tests are kept: in fields, in a list, or in the text. */
const LAYOUTS: readonly ((question: string, answers: readonly string[], right: number) => Row)[] = [
  (question, answers, right) => ({
    question: `${question}\nPlease choose the right answer `,
    options: lettered(answers, (letter, answer) => `${letter}. ${answer}`, '\n'),
    answer: [`${LETTERS[right]}. ${answers[right]}`],
  }),
  (question, answers, label) => ({
    question,
    ...Object.fromEntries(answers.map((answer, i) => [`ans${i}`, answer])),
    label,
  }),
  (question, answers, right) => ({
    prompt: `${question}\n${lettered(answers, (letter, answer) => `(${letter}) ${answer}`, '\n')}\nAnswer:`,
    target: `(${LETTERS[right]})`,
  }),
  (prompt, answers, right) => ({
    prompt: `${prompt} ${lettered(answers, (letter, answer) => `${letter}: ${answer}.`, ' ')}`,
    classes: LETTERS.slice(0, answers.length),
    answer_index: right,
  }),
  (question, choices, right) => ({ question, choices, answer: choices[right] }),
];
const asked =
  (draw: (dice: Dice) => { question: string; answers: readonly string[]; more?: Row; beside?: Row }) =>
  (dice: Dice) => {
    const layout = dice.pick(LAYOUTS);
    return (row: Dice, i: number): Row[] => {
      const { question, answers, more, beside } = draw(row);
      return [{ id: i, ...beside, ...layout(question, answers, row.below(answers.length)), ...more }];
    };
  };

export const QUESTION_TEMPLATES: readonly Template[] = [
  {
    name: 'questions on groups with answers to choose from',
    category: 'synthetic',
    right: ['balanced_synthetic'],
    open: ['demographically_balanced'],
    draw: (dice) => {
      const inOne = dice.chance(0.3);
      return asked((d) => {
        const [first, second, group] = make.bias(d);
        const passage = `${first} ${second}`;
        const question = say(d, d.pick(WHO));
        const answers = [d.pick(NOT_SAID), `The ${group}`, 'The other'].sort(() => (d.chance(0.5) ? 1 : -1));
        return inOne ? { question: `${passage} ${question}`, answers } : { question, answers, beside: { passage } };
      })(dice);
    },
  },
  {
    name: 'tests of models with answers to choose from',
    category: 'synthetic',
    right: ['ai_generated'],
    open: ['balanced_synthetic', 'data_augmentation'],
    draw: (dice) => {
      const more = either(
        none,
        (d) => ({ generated_by: d.pick(MODELS) }),
        () => ({ category: 'traits', is_synthetic: true }),
      )(dice);
      return asked((d) => {
        const [question, answers] = d.pick(CHOICES);
        return { question: say(d, question), answers, more: more(d, 0) };
      })(dice);
    },
  },
  {
    name: 'items of questionnaires',
    category: 'clinical',
    right: ['diagnostic_assessments'],
    draw: (dice) => {
      const [scale, opening] = [dice.pick(SCALES), dice.pick(HOW_OFTEN)];
      const item = (d: Dice) => `${say(d, opening)}${say(d, d.pick(ITEMS))}`;
      const more = either(
        none,
        (d) => ({ source: d.pick(['phq9', 'gad7', 'bdi']) }),
        (d) => ({ scale: 'symptoms', score: d.below(4) }),
      );
      if (dice.chance(0.4)) return texts((d) => `${item(d)}? ${scale.join(', ')}.`, more)(dice);
      const beside = more(dice);
      return asked((d) => ({ question: `${item(d)}.`, answers: scale, more: beside(d, 0) }))(dice);
    },
  },
  {
    name: 'what a chat bot is told, by intent',
    category: 'conversational',
    right: [],
    draw: (dice) => {
      const name = dice.pick(['intent', 'tag', 'intent_name']);
      const answer = dice.pick(['response', 'answer', 'reply', null]);
      return rows((d) => {
        const intent = d.pick(Object.keys(TO_A_BOT));
        const [said, answered] = d.pick(TO_A_BOT[intent] ?? []);
        return {
          ...{ text: say(d, said ?? ''), [name]: intent },
          ...(answer !== null && { [answer]: say(d, answered ?? '') }),
        };
      })();
    },
  },
  {
    name: 'what customers want, by intent',
    category: 'conversational',
    right: ['support_interactions'],
    draw: (dice) => {
      const name = dice.pick(['intent', 'category', 'label', 'intent_label']);
      return rows((d) => {
        const intent = d.pick(Object.keys(TO_A_SERVICE));
        return { text: say(d, d.pick(TO_A_SERVICE[intent] ?? [])), [name]: intent };
      })();
    },
  },
];
