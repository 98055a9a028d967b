import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PieceStore } from '../../learning/feature-blocks.ts';

/**
 * Stores that keep their pieces in memory until all of them together hold `bytesMax`, and those that come after in a file of
 * the folder. The file is scratch: a training that goes on from its checkpoint makes it anew.
 */
export function createPieceStores(folder: string, bytesMax: number) {
  const path = join(folder, 'pieces.bin');
  let room = bytesMax;
  let file: number | null = null;
  let end = 0;
  let buffer = new Uint8Array();

  function write(piece: Uint8Array): { at: number; length: number } {
    file ??= openSync(path, 'w+');
    for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done, piece.length - done, end + done);
    const place = { at: end, length: piece.length };
    end += piece.length;
    return place;
  }

  function read({ at, length }: { at: number; length: number }): Uint8Array {
    if (buffer.length < length) buffer = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(file ?? -1, buffer, done, length - done, at + done);
      if (count === 0) throw new Error('pieces.bin is cut off');
      done += count;
    }
    return buffer.subarray(0, length);
  }

  return {
    create(): PieceStore {
      const pieces: (Uint8Array | { at: number; length: number })[] = [];
      return {
        append(piece) {
          if (room < piece.length) pieces.push(write(piece));
          else {
            room -= piece.length;
            pieces.push(piece);
          }
        },
        read(index) {
          const piece = pieces[index];
          if (piece === undefined) throw new Error(`there is no piece ${index}`);
          return piece instanceof Uint8Array ? piece : read(piece);
        },
      };
    },
    remove(): void {
      if (file !== null) closeSync(file);
      file = null;
      rmSync(path, { force: true });
    },
  };
}
