import type { Sums } from './take-block.ts';

/**
 * Sums that threads pass from block to block in memory they share. A turn waits for the one before it: blocks are given
 * out in order, so the first that is not done never waits, and no two can wait for each other.
 */
export function createSharedSums<Name extends string>(memory: SharedArrayBuffer, names: readonly Name[]) {
  const turnNow = new Int32Array(memory, 0, 1);
  const sums = new Float64Array(memory, 8, names.length);
  return {
    /** What the sums begin with at a turn; to be called while no turn is waited for. */
    begin(turn: number, values: Record<Name, number>): void {
      names.forEach((name, i) => {
        sums[i] = values[name];
      });
      Atomics.store(turnNow, 0, turn);
    },
    pass(turn: number, added: Record<Name, number>): Record<Name, number> {
      for (let now = Atomics.load(turnNow, 0); now !== turn; now = Atomics.load(turnNow, 0)) {
        Atomics.wait(turnNow, 0, now);
      }
      const before = Object.fromEntries(names.map((name, i) => [name, sums[i]])) as Record<Name, number>;
      names.forEach((name, i) => {
        sums[i] = (sums[i] ?? 0) + added[name];
      });
      Atomics.store(turnNow, 0, turn + 1);
      Atomics.notify(turnNow, 0);
      return before;
    },
  } satisfies Sums<Name> & { begin: unknown };
}

export const SHARED_SUMS_BYTES = 64;
