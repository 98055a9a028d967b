// AssemblyScript: `npm run build:products` makes products.wasm.ts of it. Numbers are 32-bit floats, pointers are bytes,
// `dim` is a multiple of 4 and `rows` one of 4. Sums are added in one order, so every machine gives the same bits.

/** Product of each row of x with each of the vectors w: rows x outputs, by row. Two rows with four vectors at a time. */
export function products(x: usize, w: usize, out: usize, rows: i32, outputs: i32, dim: i32): void {
  const width: usize = <usize>dim * 4;
  const whole: i32 = outputs - (outputs % 4);
  for (let r: i32 = 0; r < rows; r += 2) {
    const x0: usize = x + <usize>r * width;
    const x1: usize = x0 + width;
    for (let k: i32 = 0; k < whole; k += 4) {
      let w0: usize = w + <usize>k * width;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      for (let d: usize = 0; d < width; d += 16) {
        const a = v128.load(x0 + d);
        const b = v128.load(x1 + d);
        let v = v128.load(w0 + d);
        a0 = f32x4.add(a0, f32x4.mul(a, v));
        b0 = f32x4.add(b0, f32x4.mul(b, v));
        v = v128.load(w0 + d + width);
        a1 = f32x4.add(a1, f32x4.mul(a, v));
        b1 = f32x4.add(b1, f32x4.mul(b, v));
        v = v128.load(w0 + d + 2 * width);
        a2 = f32x4.add(a2, f32x4.mul(a, v));
        b2 = f32x4.add(b2, f32x4.mul(b, v));
        v = v128.load(w0 + d + 3 * width);
        a3 = f32x4.add(a3, f32x4.mul(a, v));
        b3 = f32x4.add(b3, f32x4.mul(b, v));
      }
      let at: usize = out + (<usize>r * outputs + k) * 4;
      f32.store(at, sum(a0));
      f32.store(at + 4, sum(a1));
      f32.store(at + 8, sum(a2));
      f32.store(at + 12, sum(a3));
      at += <usize>outputs * 4;
      f32.store(at, sum(b0));
      f32.store(at + 4, sum(b1));
      f32.store(at + 8, sum(b2));
      f32.store(at + 12, sum(b3));
    }
    for (let k: i32 = whole; k < outputs; k++) {
      const w0: usize = w + <usize>k * width;
      let a = f32x4.splat(0);
      let b = a;
      for (let d: usize = 0; d < width; d += 16) {
        const v = v128.load(w0 + d);
        a = f32x4.add(a, f32x4.mul(v128.load(x0 + d), v));
        b = f32x4.add(b, f32x4.mul(v128.load(x1 + d), v));
      }
      const at: usize = out + (<usize>r * outputs + k) * 4;
      f32.store(at, sum(a));
      f32.store(at + <usize>outputs * 4, sum(b));
    }
  }
}

/** Adds to each of the vectors g the rows of x, each times its factor: rows x outputs, by row. Four rows with two vectors at a time. */
export function spread(x: usize, factors: usize, g: usize, rows: i32, outputs: i32, dim: i32): void {
  const width: usize = <usize>dim * 4;
  const next: usize = <usize>outputs * 4;
  const whole: i32 = outputs - (outputs % 2);
  for (let r: i32 = 0; r < rows; r += 4) {
    const x0: usize = x + <usize>r * width;
    const e: usize = factors + <usize>r * next;
    for (let k: i32 = 0; k < whole; k += 2) {
      const at: usize = e + <usize>k * 4;
      const a0 = v128.load32_splat(at);
      const a1 = v128.load32_splat(at + next);
      const a2 = v128.load32_splat(at + 2 * next);
      const a3 = v128.load32_splat(at + 3 * next);
      const b0 = v128.load32_splat(at + 4);
      const b1 = v128.load32_splat(at + 4 + next);
      const b2 = v128.load32_splat(at + 4 + 2 * next);
      const b3 = v128.load32_splat(at + 4 + 3 * next);
      let to: usize = g + <usize>k * width;
      for (let d: usize = 0; d < width; d += 16) {
        const v0 = v128.load(x0 + d);
        const v1 = v128.load(x0 + d + width);
        const v2 = v128.load(x0 + d + 2 * width);
        const v3 = v128.load(x0 + d + 3 * width);
        v128.store(to + d, f32x4.add(v128.load(to + d), four(a0, v0, a1, v1, a2, v2, a3, v3)));
        v128.store(to + d + width, f32x4.add(v128.load(to + d + width), four(b0, v0, b1, v1, b2, v2, b3, v3)));
      }
    }
    if (whole < outputs) {
      const at: usize = e + <usize>whole * 4;
      const a0 = v128.load32_splat(at);
      const a1 = v128.load32_splat(at + next);
      const a2 = v128.load32_splat(at + 2 * next);
      const a3 = v128.load32_splat(at + 3 * next);
      const to: usize = g + <usize>whole * width;
      for (let d: usize = 0; d < width; d += 16) {
        const v0 = v128.load(x0 + d);
        const v1 = v128.load(x0 + d + width);
        const v2 = v128.load(x0 + d + 2 * width);
        const v3 = v128.load(x0 + d + 3 * width);
        v128.store(to + d, f32x4.add(v128.load(to + d), four(a0, v0, a1, v1, a2, v2, a3, v3)));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function four(a: v128, v: v128, b: v128, w: v128, c: v128, x: v128, d: v128, y: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, v), f32x4.mul(b, w)), f32x4.add(f32x4.mul(c, x), f32x4.mul(d, y)));
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
