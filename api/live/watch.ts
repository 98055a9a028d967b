import { setTimeout as delay } from 'node:timers/promises';
import { ERRORS, PipelineError } from '../../contracts/errors.ts';
import type { EventDraft, LiveEvent, Notice } from '../../contracts/events.ts';
import { eventsBetween, rewind } from '../../contracts/events-between.ts';
import type { RunState } from '../../contracts/run.ts';
import type { Sighting, Sightings } from './sightings.ts';

/** Something to send, as an object and as the text that all subscribers share. */
export interface Told<T = LiveEvent> {
  readonly message: T;
  readonly text: string;
}
export type Health = Extract<Notice, { type: 'interrupted' | 'restored' }>;

export interface Subscriber {
  /** First, once: where the run is, and the events the subscriber asked for that are in the past. */
  begin(start: { event: number; state: RunState; replay: readonly Told[] }): void;
  tell(event: Told): void;
  /** The run cannot be seen for now, or can again. */
  health(notice: Told<Health>): void;
  /** The run has ended and everything about it was told. */
  over(): void;
  /** The gateway stops; the client may go on at another, or at this one once it is back. */
  closing(): void;
}

/** The events of one change; `state` is the one after it. */
interface Batch {
  readonly number: number;
  readonly at: string;
  readonly state: RunState;
  readonly events: readonly Told[];
}

/** Numbers between two positions of a history: more than the events that one change of state can make. */
const NUMBERS_PER_POSITION = 100;
/** Our choice: a run of six stages that report every 5 % makes about 150. */
const BATCHES_MAX = 300;
const RETRY_MS = [250, 1000, 3000, 5000];

/**
 * One run, looked at once for everybody who watches it. Keeps the events since it began to look; who asks for older
 * ones gets those that the state still tells, see `rewind`.
 *
 * The events of one change are numbered so that the last is 100 times the position in the run's history. Every gateway
 * knows a position, so a client can go on at any of them after such a number; after another, from within a change, a
 * gateway that did not see the change itself tells some of it again.
 */
export class Watch {
  /** Resolves when nobody looks any more: the run has ended, or the watch was stopped. */
  readonly done: Promise<void>;
  private readonly executionId: string;
  private readonly sightings: Sightings;
  /** The first is where the watch began: a state without its events. */
  private readonly batches: Batch[] = [];
  private readonly subscribers = new Set<Subscriber>();
  private readonly abort = new AbortController();
  private readonly seen = Promise.withResolvers<void>();
  private trouble: Told<Health> | null = null;

  constructor(executionId: string, sightings: Sightings) {
    this.executionId = executionId;
    this.sightings = sightings;
    this.seen.promise.catch(() => undefined);
    this.done = this.look();
  }

  get isWatched(): boolean {
    return this.subscribers.size > 0;
  }

  get hasSeen(): boolean {
    return this.batches.length > 0;
  }

  stop(): void {
    this.abort.abort();
    for (const subscriber of this.subscribers) subscriber.closing();
    this.subscribers.clear();
    this.seen.reject(new PipelineError('TemporalUnavailable', 'the gateway is stopping'));
  }

  /**
   * Begins to tell a subscriber, and returns how to end it. `after` is the last event it has, 0 for none; left out, it
   * wants only what comes.
   *
   * Errors: RunNotFound, TemporalUnavailable where the run was not seen even once.
   */
  async subscribe(subscriber: Subscriber, after?: number): Promise<() => void> {
    await this.seen.promise;
    const first = this.batches[0];
    const old = first && after !== undefined && after < first.number ? await this.recall(first, after) : [];
    // From here on nothing is awaited: no event is told twice or falls between.
    const kept = after === undefined ? [] : this.batches.flatMap(({ events }) => events);
    const replay = [...old, ...kept.filter(({ message }) => message.event > (after ?? 0))];
    const { number: event, state } = this.last;
    subscriber.begin({ event, state, replay });
    if (state.end_time !== null) {
      subscriber.over();
      return () => undefined;
    }
    if (this.trouble) subscriber.health(this.trouble);
    // A gateway that lags behind the one the client comes from says nothing that it has already.
    const fresh: Subscriber = {
      ...subscriber,
      tell: (told) => {
        if (told.message.event > (after ?? 0)) subscriber.tell(told);
      },
    };
    this.subscribers.add(fresh);
    return () => void this.subscribers.delete(fresh);
  }

  private get last(): Batch {
    const last = this.batches.at(-1);
    if (last === undefined) throw new Error('a watch has no last batch before it has seen the run');
    return last;
  }

  /** The events from a number up to a batch, as far as the state after that batch still tells them. */
  private async recall({ state, number, at: now }: Batch, after: number): Promise<Told[]> {
    const position = Math.floor(after / NUMBERS_PER_POSITION);
    const at = position === 0 ? null : await this.sightings.momentOf(this.executionId, position);
    const drafts = eventsBetween(at === null ? undefined : rewind(state, at), state);
    const start = Math.max(number - drafts.length, after) + 1;
    return this.toEvents(drafts, { start, at: now });
  }

  private async look(): Promise<void> {
    const { signal } = this.abort;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        for await (const sighting of this.sightings.follow(this.executionId, signal)) {
          failures = 0;
          this.setTrouble(null);
          this.take(sighting);
          if (sighting.state.end_time !== null) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (this.batches.length === 0) {
          this.seen.reject(error);
          return;
        }
        this.setTrouble(error);
        await delay(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)], undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private take({ state, position, at }: Sighting): void {
    const number = position * NUMBERS_PER_POSITION;
    const before = this.batches.at(-1);
    if (before === undefined) {
      this.batches.push({ number, at, state, events: [] });
      this.seen.resolve();
      return;
    }
    const drafts = eventsBetween(before.state, state);
    if (drafts.length === 0) return;
    // A query may be ahead of the history that was read; the next position is still higher than one more.
    const last = number > before.number ? number : before.number + NUMBERS_PER_POSITION;
    const events = this.toEvents(drafts, { start: last - drafts.length + 1, at });
    this.batches.push({ number: last, at, state, events });
    if (this.batches.length > BATCHES_MAX) {
      const [, second] = this.batches.splice(0, 2);
      if (second) this.batches.unshift({ ...second, events: [] });
    }
    const subscribers = [...this.subscribers];
    for (const told of events) for (const subscriber of subscribers) subscriber.tell(told);
    if (state.end_time === null) return;
    for (const subscriber of subscribers) subscriber.over();
    this.subscribers.clear();
  }

  private toEvents(drafts: readonly EventDraft[], { start, at }: { start: number; at: string }): Told[] {
    return drafts.map((draft, index) => {
      const execution_id = this.executionId;
      const message = { timestamp: at, ...draft, event: start + index, execution_id } as LiveEvent;
      return { message, text: JSON.stringify(message) };
    });
  }

  private setTrouble(error: unknown): void {
    if ((error === null) === (this.trouble === null)) return;
    const type = error instanceof PipelineError ? error.type : 'Internal';
    const execution_id = this.executionId;
    const message: Health =
      error === null
        ? { type: 'restored', execution_id }
        : {
            type: 'interrupted',
            execution_id,
            code: type,
            message: error instanceof PipelineError ? error.message : 'the gateway met a defect',
            remedy: ERRORS[type].remedy,
          };
    const told = { message, text: JSON.stringify(message) };
    this.trouble = error === null ? null : told;
    for (const subscriber of this.subscribers) subscriber.health(told);
  }
}
