type Tensor = Float32Array | Float64Array | Uint32Array | Uint8Array;

/** Named arrays of numbers and a JSON value in one file. */
export interface TensorFile {
  meta: unknown;
  tensors: Record<string, Tensor>;
}

const KINDS = { f32: Float32Array, f64: Float64Array, u32: Uint32Array, u8: Uint8Array } as const;
type Kind = keyof typeof KINDS;

/**
 * Layout: 4 bytes "DTP1", 4 bytes little-endian length of the header, the header (UTF-8 JSON: meta, and for each tensor
 * its name, kind, offset and length), padding to 8 bytes, the tensors' little-endian bytes, each aligned to 8.
 * The same content gives the same bytes.
 */
export function writeTensors(file: TensorFile): Uint8Array {
  const parts = tensorParts(file);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The file in parts, one after another; those of the tensors are the tensors' own memory, not a copy. */
export function tensorParts({ meta, tensors }: TensorFile): Uint8Array[] {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, data]) => {
    const entry = { name, kind: kindOf(data), offset, length: data.length };
    offset += align(data.byteLength);
    return entry;
  });
  const header = new TextEncoder().encode(JSON.stringify({ meta, tensors: entries }));
  const head = new Uint8Array(align(8 + header.length));
  head.set([0x44, 0x54, 0x50, 0x31]);
  new DataView(head.buffer).setUint32(4, header.length, true);
  head.set(header, 8);
  const padded = Object.values(tensors).flatMap((data) => [
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    new Uint8Array(align(data.byteLength) - data.byteLength),
  ]);
  return [head, ...padded];
}

/** Errors: throws where the bytes are no such file or end too early. */
export function readTensors(bytes: Uint8Array): TensorFile {
  if (bytes.length < 8 || String.fromCharCode(...bytes.subarray(0, 4)) !== 'DTP1') throw new Error('not a tensor file');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
    meta: unknown;
    tensors: { name: string; kind: Kind; offset: number; length: number }[];
  };
  const base = align(8 + length);
  const tensors: TensorFile['tensors'] = {};
  for (const { name, kind, offset, length: count } of header.tensors) {
    const size = count * KINDS[kind].BYTES_PER_ELEMENT;
    // A copy: slice() of a Buffer would share its memory, at an offset that may not be aligned.
    const part = Uint8Array.from(bytes.subarray(base + offset, base + offset + size));
    if (part.length !== size) throw new Error(`tensor file is cut off in ${name}`);
    tensors[name] = new KINDS[kind](part.buffer);
  }
  return { meta: header.meta, tensors };
}

const align = (length: number) => Math.ceil(length / 8) * 8;

function kindOf(data: Tensor): Kind {
  if (data instanceof Float32Array) return 'f32';
  if (data instanceof Float64Array) return 'f64';
  return data instanceof Uint32Array ? 'u32' : 'u8';
}
