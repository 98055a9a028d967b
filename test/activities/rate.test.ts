import { describe, expect, it } from 'vitest';
import { createRateMeter } from '../../activities/rate.ts';

function meterAt() {
  let now = 0;
  const meter = createRateMeter(() => now);
  return {
    meter,
    /** Adds a share at a time in seconds. */
    at(seconds: number, share?: number) {
      now = seconds * 1000;
      if (share !== undefined) meter.add(share);
    },
  };
}

describe('the rate meter', () => {
  it('knows no time before it has a rate', () => {
    const { meter, at } = meterAt();
    at(0, 0);
    at(1, 0.1);
    expect(meter.remaining()).toBeUndefined();
    expect(meter.stalledForMs()).toBeUndefined();
  });

  it('tells the time left by the measured rate, between the fastest and the slowest', () => {
    const { meter, at } = meterAt();
    at(0, 0);
    at(1, 0.1);
    at(2, 0.3);
    at(4, 0.4);
    const remaining = meter.remaining();
    expect(remaining?.expected).toBeCloseTo(6);
    expect(remaining?.low).toBeCloseTo(3);
    expect(remaining?.high).toBeCloseTo(12);
  });

  it('tells a stall from the rate, long before a timeout', () => {
    const { meter, at } = meterAt();
    for (let second = 0; second < 5; second++) at(second, second / 100);
    at(13);
    expect(meter.stalledForMs()).toBeUndefined();
    at(15);
    expect(meter.stalledForMs()).toBe(11_000);
    at(16, 0.5);
    expect(meter.stalledForMs()).toBeUndefined();
  });
});
