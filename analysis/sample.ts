/**
 * Draws a stratified sample of positions: the file is cut into `size` equal parts and one position taken from each, by a
 * hash of the part's number, so that no period of the data can be met throughout. The same counts, the same sample.
 *
 * Result: whether a position (0 to recordCount - 1) is in it. Ask in any order.
 */
export function createSample(recordCount: number, size: number): (index: number) => boolean {
  if (size >= recordCount) return () => true;
  return (index) => {
    const part = Math.floor(((index + 0.5) * size) / recordCount);
    const from = Math.ceil((part * recordCount) / size - 0.5);
    const to = Math.ceil(((part + 1) * recordCount) / size - 0.5);
    return index === from + (scramble(part) % (to - from));
  };
}

/** A fixed permutation of 32-bit numbers (the finalizer of MurmurHash3). */
function scramble(number: number): number {
  let mixed = number + 0x9e3779b9;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
