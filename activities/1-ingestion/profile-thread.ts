import { parentPort } from 'node:worker_threads';
import { createProfile } from '../../analysis/profile.ts';
import { addLines } from './profile-lines.ts';

const profile = createProfile();

/** Lines are added and answered one message at a time; null asks for the profile. */
parentPort?.on('message', (lines: Uint8Array | null) => {
  if (lines === null) return parentPort?.postMessage({ profile: profile.result() });
  addLines(profile, lines);
  parentPort?.postMessage({ done: true });
});
