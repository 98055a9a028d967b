import { createHash } from 'node:crypto';
import { actionOf, RESIDUAL_LIMITS, type Residual, safeHarborOf } from '../../contracts/deidentification.ts';
import { type IdentifierId, SAFE_HARBOR_CLASSES, type SafeHarborClass } from '../../contracts/privacy.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { rateInterval } from './interval.ts';
import { inventIdentifier, PLANTED_IDENTIFIERS } from './plant.ts';
import { type Deidentifier, deidentifyRecord } from './records.ts';

/** Trials a Safe Harbor class gets at most: at 200 an interval is about 5 points wide. */
const TRIALS_MAX = 200;
/** A message is judged by this much of its text. */
const CONTEXT_CHARS = 1000;

/**
 * Plants invented identifiers into copies of the messages of a sample, de-identifies the copies, and counts what
 * survives: by class, what share of identifiers would be left in this very data.
 *
 * A trial is one message with one identifier; a message serves a class once, so a small sample gives few trials and says
 * `cannot_tell`. Survived is what still holds a telling part of the value (both a given and a family name count). What
 * the level keeps on purpose is not planted. Deterministic: every draw follows from `seed`.
 */
export function measureResidual(
  sample: readonly ConversationRecord[],
  deidentifier: Deidentifier,
  seed: string,
): Residual[] {
  const { decided: _, doubtful: __, ...automatic } = deidentifier;
  const messages = sample.flatMap((record) => record.messages.map((message) => ({ record, message })));
  return (Object.keys(SAFE_HARBOR_CLASSES) as SafeHarborClass[]).flatMap((letter): Residual[] => {
    const planted = PLANTED_IDENTIFIERS.filter(
      (identifier) => safeHarborOf(identifier) === letter && actionOf(automatic.level, identifier) !== 'keep',
    );
    if (planted.length === 0) return [];
    const trials = Math.min(TRIALS_MAX, messages.length);
    const draw = createDraw(`${seed}\0${letter}`);
    let survived = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { record, message } = messages[Math.floor((trial * messages.length) / trials)] ?? {};
      if (!record || !message) continue;
      if (survives(record, message, planted[trial % planted.length] as IdentifierId, automatic, draw)) survived += 1;
    }
    return [judge(letter, trials, survived)];
  });
}

function survives(
  record: ConversationRecord,
  message: ConversationRecord['messages'][number],
  identifier: IdentifierId,
  deidentifier: Deidentifier,
  draw: (count: number) => number,
): boolean {
  const { sentence, cores } = inventIdentifier(identifier, draw);
  const text = message.content.slice(0, CONTEXT_CHARS);
  const content = draw(2) === 0 ? `${sentence} ${text}` : `${text} ${sentence}`;
  const copy = { ...record, messages: [{ role: message.role, content }], labels: {}, attributes: {} };
  const output = deidentifyRecord(copy, deidentifier, () => undefined);
  const after = output?.messages[0]?.content.toLowerCase() ?? '';
  const before = text.toLowerCase();
  // A part that the message had already, such as the same first name, tells nothing of the planted one.
  return cores.some((core) => {
    const part = core.toLowerCase();
    return wordCount(after, part) > 0 && wordCount(before, part) === 0;
  });
}

const wordCount = (text: string, part: string): number => {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!/[\p{L}\p{N}]$/u.test(text.slice(0, at)) && !/^[\p{L}\p{N}]/u.test(text.slice(at + part.length))) count += 1;
  }
  return count;
};

/** The upper bound decides. Where even no survivor at all would not pass, there are too few trials to tell. */
export function judge(letter: SafeHarborClass, planted: number, survived: number): Residual {
  const limit = RESIDUAL_LIMITS[letter];
  const interval = rateInterval(survived, planted);
  const best = rateInterval(0, planted);
  const enough = best !== null && best[1] <= limit;
  return {
    safe_harbor: letter,
    description: SAFE_HARBOR_CLASSES[letter],
    planted,
    survived,
    rate: planted === 0 ? null : survived / planted,
    interval_95: interval,
    limit,
    outcome:
      interval !== null && interval[0] > limit
        ? 'fail'
        : !enough
          ? 'cannot_tell'
          : (interval?.[1] ?? 1) <= limit
            ? 'pass'
            : 'fail',
  };
}

/** Draws that follow from a seed: SHA-256 of the seed and a counter. */
function createDraw(seed: string): (count: number) => number {
  let counter = 0;
  let bytes = Buffer.alloc(0);
  return (count) => {
    if (bytes.length < 4) bytes = createHash('sha256').update(`${seed}\0${counter++}`).digest();
    const value = bytes.readUInt32BE(0);
    bytes = bytes.subarray(4);
    return value % count;
  };
}
