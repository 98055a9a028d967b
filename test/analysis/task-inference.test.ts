import { describe, expect, it } from 'vitest';
import { createRecordShaper } from '../../analysis/shapes.ts';
import { createLearnableCounter, inferTasks, tasksOfWish } from '../../analysis/task-inference.ts';

function learnable(values: object[]) {
  const shaper = createRecordShaper({ fileName: 'f' });
  const counter = createLearnableCounter();
  values.forEach((value, index) => {
    const shaped = shaper.toRecords(value, { file: 'f', line: null, index });
    if ('records' in shaped) for (const record of shaped.records) counter.add(record);
  });
  return counter.result();
}
const many = (count: number, make: (i: number) => object) => Array.from({ length: count }, (_, i) => make(i));
const either = (i: number, ...names: string[]) => names[i % names.length];

describe('what can be learned', () => {
  it('is a label of the record, told with its classes', () => {
    const [main] = inferTasks(learnable(many(40, (i) => ({ text: `text ${i}`, topic: either(i, 'sleep', 'work') }))));
    expect(main).toMatchObject({
      main: true,
      example_count: 40,
      task: { kind: 'classification', label_field: 'topic', classes: ['sleep', 'work'] },
    });
  });

  it('is a label of each utterance where the turns carry it', () => {
    const turns = (i: number) => [
      { role: 'user', content: `a ${i}`, emotion: either(i, 'joy', 'fear') },
      { role: 'assistant', content: `b ${i}`, emotion: 'neutral' },
    ];
    const tasks = inferTasks(learnable(many(30, (i) => ({ messages: turns(i) }))));
    expect(tasks[0]).toMatchObject({
      example_count: 60,
      task: { label_field: 'emotion', unit: 'utterance', classes: ['fear', 'joy', 'neutral'] },
    });
    expect(tasks[1]?.task).toEqual({ kind: 'next_turn' });
  });

  it('names the label that covers most as the main one of several', () => {
    const tasks = inferTasks(
      learnable(
        many(60, (i) => ({
          text: `t ${i}`,
          topic: either(i, 'a', 'b'),
          ...(i < 40 && { severity: either(i, 'x', 'y') }),
        })),
      ),
    );
    expect(tasks.map(({ task, main }) => [task.kind === 'classification' && task.label_field, main])).toEqual([
      ['topic', true],
      ['severity', false],
    ]);
  });

  it.each([
    ['a prompt with two answers', (i: number) => ({ prompt: `p ${i}`, chosen: `good ${i}`, rejected: `bad ${i}` })],
    [
      'two lists of messages',
      (i: number) => ({
        chosen: [
          { role: 'user', content: `p ${i}` },
          { role: 'assistant', content: `good ${i}` },
        ],
        rejected: [
          { role: 'user', content: `p ${i}` },
          { role: 'assistant', content: `bad ${i}` },
        ],
      }),
    ],
    ['two sentences', (i: number) => ({ id: i, sent_more: `bad ${i}`, sent_less: `good ${i}` })],
  ])('is a preference where a record holds %s', (_name, make) => {
    const [main] = inferTasks(learnable(many(20, make)));
    expect(main).toMatchObject({
      main: true,
      example_count: 40,
      task: { kind: 'preference', label_field: 'preference', preferred: ['chosen'], rejected: ['rejected'] },
    });
  });

  it('is a preference as well where a label judges the answers', () => {
    const tasks = inferTasks(
      learnable(many(40, (i) => ({ context: `c ${i}`, response: `r ${i}`, label: either(i, 'Safe', 'Unsafe') }))),
    );
    expect(tasks.map(({ task }) => task.kind)).toEqual(['classification', 'preference', 'next_turn']);
    expect(tasks[1]?.task).toMatchObject({ preferred: ['Safe'], rejected: ['Unsafe'] });
  });

  it('is no preference where yes and no say something else than how good an answer is', () => {
    const tasks = inferTasks(
      learnable(many(40, (i) => ({ context: `c ${i}`, response: `r ${i}`, category: either(i, 'yes', 'no') }))),
    );
    expect(tasks.map(({ task }) => task.kind)).toEqual(['classification', 'next_turn']);
  });

  it('is nothing in texts without label or answer', () => {
    expect(inferTasks(learnable(many(50, (i) => ({ text: `t ${i}` }))))).toEqual([]);
  });

  it('is no identifier: values that stand on a record each are no classes', () => {
    expect(inferTasks(learnable(many(50, (i) => ({ text: `t ${i}`, topic: `topic ${i}` }))))).toEqual([]);
  });
});

describe('a wish for a task', () => {
  const facts = learnable(
    many(40, (i) => ({
      context: `c ${i}`,
      response: `r ${i}`,
      topic: either(i, 'a', 'b'),
      severity: either(i, '1', '2'),
    })),
  );

  it('is taken where the data allows it', () => {
    expect(tasksOfWish(facts, { kind: 'classification', label_field: 'severity' })).toMatchObject({
      tasks: [{ main: true, task: { label_field: 'severity' } }],
    });
    expect(
      tasksOfWish(facts, { kind: 'preference', label_field: 'severity', preferred: ['1'], rejected: ['2'] }),
    ).toMatchObject({ tasks: [{ task: { kind: 'preference', preferred: ['1'] } }] });
  });

  it('is refused with what is there', () => {
    expect(tasksOfWish(facts, { kind: 'classification', label_field: 'mood' })).toMatchObject({
      reason: expect.stringContaining('labels here: topic, severity'),
    });
    expect(tasksOfWish(facts, { kind: 'preference' })).toMatchObject({
      reason: expect.stringContaining('task.preferred'),
    });
  });
});
