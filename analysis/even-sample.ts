/**
 * An even sample of things that come one by one, however many: all of them until `countMax` or `sizeMax` is passed, then
 * every second, every fourth, … The same sequence gives the same sample.
 */
export function createEvenSample<T>({ countMax, sizeMax }: { countMax: number; sizeMax: number }) {
  let stride = 1;
  let next = 0;
  let size = 0;
  let kept: { thing: T; size: number }[] = [];
  return {
    offer(thing: T, sizeOfThing: number): void {
      const position = next++;
      if (position % stride !== 0) return;
      kept.push({ thing, size: sizeOfThing });
      size += sizeOfThing;
      while (kept.length > 1 && (kept.length > countMax || size > sizeMax)) {
        stride *= 2;
        kept = kept.filter((_, i) => i % 2 === 0);
        size = kept.reduce((sum, { size: own }) => sum + own, 0);
      }
    },
    things: (): T[] => kept.map(({ thing }) => thing),
  };
}
