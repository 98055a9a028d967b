/** Seconds a piece of work still needs, by its measured rate. */
export interface Remaining {
  expected: number;
  low: number;
  high: number;
}

/**
 * Measures how fast work goes, from samples of (time, share done).
 *
 * Remaining time: what is left over the mean rate of the last `WINDOW` samples; the bounds use the fastest and the
 * slowest rate between two samples of the window. Undefined before there are `SAMPLES_MIN` samples with progress.
 *
 * Stall: no progress for longer than `STALL_FACTOR` times the longest gap between two steps of progress seen so far,
 * and at least `STALL_SECONDS_MIN`. The factor and the floor are ours: far enough above the noise of a shared machine
 * that a pause of the scheduler is no stall, far below any timeout.
 */
export function createRateMeter(clock: () => number) {
  const samples: { at: number; share: number }[] = [];
  let longestGapMs = 0;

  return {
    add(share: number): void {
      const at = clock();
      const last = samples.at(-1);
      if (last && share <= last.share) return;
      if (last) longestGapMs = Math.max(longestGapMs, at - last.at);
      samples.push({ at, share });
      if (samples.length > WINDOW) samples.shift();
    },
    remaining(): Remaining | undefined {
      const first = samples[0];
      const last = samples.at(-1);
      if (!first || !last || samples.length < SAMPLES_MIN || last.at === first.at) return undefined;
      const rates: number[] = [];
      for (let i = 1; i < samples.length; i++) {
        const [a, b] = [samples[i - 1], samples[i]];
        if (a && b && b.at > a.at) rates.push((b.share - a.share) / (b.at - a.at));
      }
      const left = 1 - last.share;
      const seconds = (rate: number) => left / rate / 1000;
      return {
        expected: seconds((last.share - first.share) / (last.at - first.at)),
        low: seconds(Math.max(...rates)),
        high: seconds(Math.min(...rates)),
      };
    },
    /** Milliseconds without progress where that is a stall, else undefined. */
    stalledForMs(): number | undefined {
      const last = samples.at(-1);
      if (!last || samples.length < SAMPLES_MIN) return undefined;
      const silent = clock() - last.at;
      return silent > Math.max(STALL_SECONDS_MIN * 1000, STALL_FACTOR * longestGapMs) ? silent : undefined;
    },
  };
}

const WINDOW = 32;
const SAMPLES_MIN = 4;
const STALL_FACTOR = 10;
const STALL_SECONDS_MIN = 5;
