/**
 * An even sample of things that come one by one, however many: all of them until `countMax` or `sizeMax` is passed, then
 * one of each two, of each four, … The same sequence gives the same sample.
 *
 * Which one of them is drawn by a hash of their place: data whose kinds take turns would else be met at one kind only.
 */
export function createEvenSample<T>({ countMax, sizeMax }: { countMax: number; sizeMax: number }) {
  let halvings = 0;
  let next = 0;
  let size = 0;
  let kept: { thing: T; place: number; size: number }[] = [];
  return {
    offer(thing: T, sizeOfThing: number): void {
      const place = next++;
      for (let halving = 1; halving <= halvings; halving++) if (!isDrawn(place, halving)) return;
      kept.push({ thing, place, size: sizeOfThing });
      size += sizeOfThing;
      while (kept.length > 1 && (kept.length > countMax || size > sizeMax)) {
        halvings += 1;
        kept = kept.filter((entry) => isDrawn(entry.place, halvings));
        size = kept.reduce((sum, { size: own }) => sum + own, 0);
      }
    },
    things: (): T[] => kept.map(({ thing }) => thing),
  };
}

/** Of the two halves of a block of 2^halving places, whether the half that a place stands in is the one drawn. */
function isDrawn(place: number, halving: number): boolean {
  const half = Math.floor(place / 2 ** (halving - 1)) % 2;
  const block = Math.floor(place / 2 ** halving);
  // The finish of MurmurHash3, over the block and its size.
  let mixed = Math.imul(block ^ Math.imul(halving, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return half === (mixed ^ (mixed >>> 16)) >>> 31;
}
