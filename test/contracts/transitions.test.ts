import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isTerminalRun,
  isTerminalStage,
  mayFollow,
  RUN_STATUSES,
  RUN_TRANSITIONS,
  STAGE_STATUSES,
  STAGE_TRANSITIONS,
  transition,
} from '../../contracts/transitions.ts';

const TABLES = [
  {
    name: 'run',
    table: RUN_TRANSITIONS as Record<string, readonly string[]>,
    states: RUN_STATUSES as readonly string[],
  },
  {
    name: 'stage',
    table: STAGE_TRANSITIONS as Record<string, readonly string[]>,
    states: STAGE_STATUSES as readonly string[],
  },
];

describe.each(TABLES)('the states of a $name', ({ table, states }) => {
  const anyState = fc.constantFrom(...states);

  it('are left only as the table says, whatever is tried', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyState, { maxLength: 30 }), (start, wishes) => {
        let state = start;
        for (const wish of wishes) {
          if (mayFollow(table, state, wish)) state = transition(table, state, wish);
          else expect(() => transition(table, state, wish)).toThrow(`illegal transition ${state} -> ${wish}`);
          expect(states).toContain(state);
        }
      }),
    );
  });

  it('that are terminal are never left, not even to themselves', () => {
    const terminal = states.filter((state) => table[state]?.length === 0);
    expect(terminal.length).toBeGreaterThan(0);
    for (const from of terminal) for (const to of states) expect(() => transition(table, from, to)).toThrow();
  });

  it('all lead to an end', () => {
    const reachesEnd = (state: string, seen = new Set<string>()): boolean => {
      if (seen.has(state)) return false;
      seen.add(state);
      return table[state]?.length === 0 || (table[state] ?? []).some((next) => reachesEnd(next, seen));
    };
    for (const state of states) expect(reachesEnd(state)).toBe(true);
  });
});

it('every open run can be cancelled, and only cancelling becomes cancelled', () => {
  for (const status of RUN_STATUSES.filter((candidate) => !isTerminalRun(candidate))) {
    expect(mayFollow(RUN_TRANSITIONS, status, 'cancelling')).toBe(true);
    expect(mayFollow(RUN_TRANSITIONS, status, 'cancelled')).toBe(status === 'cancelling');
  }
});

it('every open stage can be cancelled', () => {
  for (const status of STAGE_STATUSES.filter((candidate) => !isTerminalStage(candidate))) {
    expect(mayFollow(STAGE_TRANSITIONS, status, 'cancelled')).toBe(true);
  }
});
