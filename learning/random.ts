/**
 * Seeded random numbers: sfc32 (Chris Doty-Humphrey, PractRand), 128 bits of state that can be saved and restored.
 * The same seed gives the same numbers on every machine.
 */
export class Random {
  private state: Uint32Array;

  constructor(seed: number | Uint32Array) {
    if (typeof seed !== 'number') {
      this.state = seed.slice();
      return;
    }
    // Both halves of a seed above 2^32 count.
    const high = Math.floor(seed / 4294967296);
    this.state = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162 ^ high, seed >>> 0]);
    for (let i = 0; i < 15; i++) this.uint32();
  }

  /** State to hand to the constructor later. */
  save(): Uint32Array {
    return this.state.slice();
  }

  uint32(): number {
    let [a = 0, b = 0, c = 0, d = 0] = this.state;
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    this.state.set([a, b, c, d]);
    return t >>> 0;
  }

  /** 0 included, 1 excluded. */
  uniform(): number {
    return this.uint32() / 4294967296;
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** Normal, mean 0, variance 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** In place (Fisher and Yates). */
  shuffle<T extends { length: number; [i: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }
}
