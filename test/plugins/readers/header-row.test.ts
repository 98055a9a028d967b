import { describe, expect, it } from 'vitest';
import { csvReader } from '../../../plugins/readers/csv.ts';
import { readAll, valuesOf } from './read.ts';

const columnsOf = async (text: string) => Object.keys(valuesOf(await readAll(csvReader, text))[0] as object);

describe('a table without a header row keeps its first row', () => {
  it.each([
    [
      'numbered clips and what is said in them',
      'LJ001-0001|Printing, in this sense.\nLJ001-0002|In being modern.\nLJ001-0003|For although.\n',
    ],
    ['times', 'ann,2026-04-23 10:13:09,"hello, you"\nbob,2026-04-23 10:13:23,yes\nann,2026-04-23 10:14:10,no\n'],
    [
      'sentences with classes',
      '"I feel so sad today, really",sadness\n"What a day, we won again",joy\n"Nobody came, not even one",sadness\n',
    ],
  ])('%s', async (_what, text) => {
    const values = valuesOf(await readAll(csvReader, text));
    expect(values).toHaveLength(3);
    expect(Object.keys(values[0] as object)[0]).toBe('column_1');
  });

  it('nor by a text that is longer than a name', async () => {
    const said = 'How are you today? I slept badly. '.repeat(16);
    expect(await columnsOf(`${said},1.5\nWell then,2\nSo so,3\n`)).toEqual(['column_1', 'column_2']);
  });

  it('its columns are not named by its text', async () => {
    expect(await columnsOf('1776953569317,"I am Jane Roe, hello"\n1776953569318,hi\n1776953569319,ho\n')).toEqual([
      'column_1',
      'column_2',
    ]);
  });
});

describe('a header row stays one', () => {
  it.each([
    ['names', 'id,text\n1,hello\n2,there\n', ['id', 'text']],
    [
      'questions of a survey',
      'When?,Do you have any anxiety today?\n1,No\n2,Yes\n',
      ['When?', 'Do you have any anxiety today?'],
    ],
    [
      'choices of a survey that are called as their columns',
      'Which of these did you feel?,anxiety,joy\nSome,anxiety,\nOften,,joy\nNever,anxiety,joy\n',
      ['Which of these did you feel?', 'anxiety', 'joy'],
    ],
    [
      'a long question of a survey',
      `"${'Thinking of the last two weeks, and of work as well as of home, '.repeat(4)}how was it?",Age\nGood,31\nBad,40\nFine,22\n`,
      [`${'Thinking of the last two weeks, and of work as well as of home, '.repeat(4)}how was it?`, 'Age'],
    ],
    ['years', 'who,y2019,y2020\na,1250,1300\nb,1410,1500\n', ['who', 'y2019', 'y2020']],
    ['numbers of columns', '0,1\na text of some words,3\nanother text of words,4\n', ['0', '1']],
    ['names with numbers', 'item001,item002\n3,4\n5,6\n', ['item001', 'item002']],
  ])('%s', async (_what, text, names) => {
    expect(await columnsOf(text)).toEqual(names);
  });
});
