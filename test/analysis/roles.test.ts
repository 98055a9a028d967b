import { describe, expect, it } from 'vitest';
import { createDatasetShaper } from '../../analysis/dataset-shaper.ts';
import { knownRole, settleSpeakers } from '../../analysis/roles.ts';
import type { Message } from '../../contracts/records.ts';

const settled = (speakers: readonly string[]) => {
  const messages: Message[] = speakers.map((speaker) => ({
    ...{ role: knownRole(speaker) ?? ('system' as const), speaker, content: 'what is said' },
  }));
  settleSpeakers(messages);
  return messages.map(({ role }) => role);
};

describe('speakers no table knows', () => {
  it.each([
    ['are users beside a therapist', ['Therapist', 'Grandma', 'Uncle Joe'], ['assistant', 'user', 'user']],
    ['are the assistant beside a patient', ['patient', 'analyst'], ['user', 'assistant']],
    ['are users where both sides are known', ['doctor', 'patient', 'Ann'], ['assistant', 'user', 'user']],
    ['take turns among themselves', ['Ann', 'Bob', 'Ann', 'Cy'], ['user', 'assistant', 'user', 'user']],
  ] as const)('%s', (_name, speakers, roles) => {
    expect(settled(speakers)).toEqual(roles);
  });
});

it.each([
  ['Member 3', 'user'],
  ['therapist_2', 'assistant'],
  ['Facilitator', 'assistant'],
  ['治疗师', 'assistant'],
  // More likely who it is than what.
  ['patient 12', null],
  ['member 4711', null],
])('%s is %s', (speaker, role) => {
  expect(knownRole(speaker)).toBe(role);
});

it('rows of several people beside one whose role is known are sessions, by the number of the session', () => {
  const people = ['Leader', 'Ann', 'Bob', 'Leader', 'Cy'];
  const shaper = createDatasetShaper({ columns: undefined });
  const rows = [...people, ...people].map((who, i) => ({
    ...{
      session_no: i < people.length ? 4 : 5,
      who: who.replace('Leader', 'Facilitator'),
      said: `as number ${i} I say this`,
    },
  }));
  const shaped = rows.flatMap((value, index) => shaper.take(value, { file: 'f', line: index + 2, index }).records);
  const records = [...shaped, ...shaper.endFile().records];
  expect(records.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
    ['assistant', 'user', 'user', 'assistant', 'user'],
    ['assistant', 'user', 'user', 'assistant', 'user'],
  ]);
});
