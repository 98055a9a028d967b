import { totalmem } from 'node:os';

const MIB = 2 ** 20;
const USUAL_MB = 2048;
const LEAST_MB = 128;

/** Memory of the machine, or of the container where that is less, in bytes. */
export function memoryHere(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

/**
 * What a training process may use where nobody says, in MiB: 2048, or half of the memory where that is less, because worker,
 * gateway and Temporal may share it. A process that is killed for memory would die at every attempt.
 */
export function trainerMemoryMb(memoryBytes: number): number {
  return Math.max(LEAST_MB, Math.min(USUAL_MB, Math.floor(memoryBytes / MIB / 2)));
}
