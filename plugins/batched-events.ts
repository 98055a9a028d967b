import type { ReadEvent } from './kinds.ts';

/** The events of a file that come several at a time: where values are short, waiting for each costs more than reading it. */
export class BatchedEvents implements AsyncIterable<ReadEvent> {
  readonly batches: AsyncIterable<readonly ReadEvent[]>;

  constructor(batches: AsyncIterable<readonly ReadEvent[]>) {
    this.batches = batches;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ReadEvent> {
    for await (const events of this.batches) yield* events;
  }
}

/** As many events at a time as they come in. */
export async function* inBatches(events: AsyncIterable<ReadEvent>): AsyncGenerator<readonly ReadEvent[]> {
  if (events instanceof BatchedEvents) yield* events.batches;
  else for await (const event of events) yield [event];
}
