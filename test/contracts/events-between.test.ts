import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENTS, type EventDraft } from '../../contracts/events.ts';
import { eventsBetween, rewind } from '../../contracts/events-between.ts';
import { type RunState, RunStateSchema } from '../../contracts/run.ts';
import { at, ERROR, RunWalks, stateOf } from '../support/run-states.ts';

/** The events of a run seen at each of these states, in order. */
const eventsOf = (states: readonly RunState[]): EventDraft[] =>
  states.flatMap((state, index) => eventsBetween(states[index - 1], state));

/** The events that every watcher has to hear, however seldom it looks. */
const milestones = (events: readonly EventDraft[]) =>
  events.flatMap((event) => {
    if (event.type === 'stage_completed') return [`${event.data.stage} ${event.data.status}`];
    return event.type === 'completion' ? [`run ${event.data.status}`] : [];
  });

describe('eventsBetween', () => {
  it('fits the schemas, for every run', () => {
    fc.assert(
      fc.property(RunWalks, (states) => {
        for (const state of states) RunStateSchema.parse(state);
        for (const draft of eventsOf(states)) {
          const event = { timestamp: at(0), ...draft, event: 1, execution_id: 'run-1' };
          expect(EVENTS[draft.type].parse(event)).toEqual(event);
        }
      }),
    );
  });

  it('tells every completed stage once and in order, and the end last, however few of the states were seen', () => {
    fc.assert(
      fc.property(RunWalks, fc.infiniteStream(fc.boolean()), (states, looks) => {
        const last = states.at(-1);
        const seen = states.filter((state) => state === last || looks.next().value);
        const expected = milestones(eventsOf(states));
        expect(milestones(eventsOf(seen))).toEqual(expected);
        expect(new Set(expected).size).toBe(expected.length);
        const ends = eventsOf(seen).findIndex(({ type }) => type === 'completion');
        expect(ends).toBe(last?.end_time === null ? -1 : eventsOf(seen).length - 1);
      }),
    );
  });

  it('tells no fall of progress', () => {
    fc.assert(
      fc.property(RunWalks, (states) => {
        const told = eventsOf(states).flatMap(({ data }) => ('progress' in data ? [data.progress] : []));
        expect(told).toEqual(told.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is empty between equal states, and only then', () => {
    fc.assert(
      fc.property(RunWalks, (states) => {
        states.forEach((state, index) => {
          expect(eventsBetween(state, structuredClone(state))).toEqual([]);
          const before = states[index - 1];
          if (before) expect(eventsBetween(before, state)).not.toEqual([]);
        });
      }),
    );
  });

  it('tells a failed attempt, the wait for an operator, and the gate behind it', () => {
    const before = stateOf({ current_stage: 'dataset_ingestion' }, [{ status: 'running', attempt: 1 }]);
    const waiting = stateOf(
      { current_stage: 'dataset_ingestion', status: 'needs_attention', waiting_for: 'operator', message: 'help' },
      [{ status: 'needs_attention', attempt: 1, error: ERROR }],
    );
    const events = eventsBetween(before, waiting);
    expect(events.map(({ type }) => type)).toEqual([
      'status_update',
      'error',
      'safety_alert',
      'needs_attention',
      'status_update',
    ]);
    expect(events[1]?.data).toEqual({ stage: 'dataset_ingestion', attempt: 1, will_retry: false, ...ERROR });
  });

  it('tells the wait for an approval', () => {
    const before = stateOf();
    const after = stateOf({ status: 'awaiting_approval', waiting_for: 'approval', message: 'the request asks' });
    expect(eventsBetween(before, after).map(({ type, data }) => [type, data])).toContainEqual([
      'needs_attention',
      { waiting_for: 'approval', stage: 'model_training', message: 'the request asks', error: null },
    ]);
  });
});

describe('rewind', () => {
  it('gives the state of then: from it, exactly the stages that ended since are told as completed', () => {
    fc.assert(
      fc.property(RunWalks, fc.nat(), (states, pick) => {
        const index = pick % states.length;
        const last = states.at(-1);
        const then = states[index];
        if (!last || !then) return;
        const rewound = rewind(last, at(index));
        RunStateSchema.parse(rewound);
        const missed = milestones(eventsOf([then, last]));
        expect(milestones(eventsOf([rewound, last]))).toEqual(missed);
      }),
    );
  });
});
