import { createHash } from 'node:crypto';
import { actionOf, RESIDUAL_LIMITS, type Residual, safeHarborOf } from '../../contracts/deidentification.ts';
import { type IdentifierId, SAFE_HARBOR_CLASSES, type SafeHarborClass } from '../../contracts/privacy.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { rateInterval } from './interval.ts';
import { inventIdentifier, PLANTED_IDENTIFIERS } from './plant.ts';
import { type Deidentifier, deidentifyRecord, textsOf } from './records.ts';

/** Trials a Safe Harbor class gets at most: 200 without a survivor give an upper bound of 0.018. */
const TRIALS_MAX = 200;
/** A message is judged by this much of its text. */
const CONTEXT_CHARS = 300;
const PAUSE_EVERY = 20;

/**
 * Plants invented identifiers into copies of the messages of a sample, de-identifies the copies, and counts what
 * survives: by class, what share of identifiers would be left in this very data.
 *
 * A trial is one message with one identifier; a message serves a class once, so a small sample gives few trials and says
 * `cannot_tell`. Survived is what still holds a telling part of the value (both a given and a family name count). What
 * the level keeps on purpose is not planted. Deterministic: every draw follows from `seed`. `pause` is awaited every few
 * trials, so that a long measurement does not keep everything else waiting.
 */
export async function measureResidual(
  sample: readonly ConversationRecord[],
  deidentifier: Deidentifier,
  {
    seed,
    pause,
    prepare = async () => undefined,
  }: {
    seed: string;
    pause: () => Promise<void>;
    /** Shows the texts of a class to detectors that have to be asked beforehand. */
    prepare?: (texts: readonly string[]) => Promise<void>;
  },
): Promise<Residual[]> {
  const { decided: _, doubtful: __, ...automatic } = deidentifier;
  const messages = sample.flatMap((record) => record.messages.map((message) => ({ record, message })));
  const residuals: Residual[] = [];
  for (const letter of Object.keys(SAFE_HARBOR_CLASSES) as SafeHarborClass[]) {
    const planted = PLANTED_IDENTIFIERS.filter(
      (identifier) => safeHarborOf(identifier) === letter && actionOf(automatic.level, identifier) !== 'keep',
    );
    if (planted.length === 0) continue;
    const count = Math.min(TRIALS_MAX, messages.length);
    const draw = createDraw(`${seed}\0${letter}`);
    const trials = Array.from({ length: count }, (_, trial) => {
      const { record, message } = messages[Math.floor((trial * messages.length) / count)] as (typeof messages)[number];
      return plant(record, message, planted[trial % planted.length] as IdentifierId, draw);
    });
    await prepare(trials.flatMap(({ copy }) => textsOf(copy)));
    let survived = 0;
    for (const [trial, { copy, cores }] of trials.entries()) {
      if (trial % PAUSE_EVERY === 0) await pause();
      const output = deidentifyRecord(copy, automatic, () => undefined);
      const after = output?.messages[0]?.content.toLowerCase() ?? '';
      if (cores.some((core) => stands(after, core.toLowerCase()))) survived += 1;
    }
    residuals.push(judge(letter, count, survived));
  }
  return residuals;
}

/** A copy of one message with an invented identifier before or after its text, and the parts that must not be left. */
function plant(
  record: ConversationRecord,
  message: ConversationRecord['messages'][number],
  identifier: IdentifierId,
  draw: (count: number) => number,
): { copy: ConversationRecord; cores: string[] } {
  const text = message.content.slice(0, CONTEXT_CHARS);
  const { sentence: written, cores } = inventNew(identifier, text.toLowerCase(), draw);
  // Who writes without capitals writes names without them too.
  const sentence = /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text) ? written.toLowerCase() : written;
  const content = draw(2) === 0 ? `${sentence} ${text}` : `${text} ${sentence}`;
  return { copy: { ...record, messages: [{ role: message.role, content }], labels: {}, attributes: {} }, cores };
}

/** An identifier no part of which the message has already: a same first name would tell nothing of the planted one. */
function inventNew(identifier: IdentifierId, text: string, draw: (count: number) => number) {
  let planted = inventIdentifier(identifier, draw);
  for (let i = 0; i < 20 && planted.cores.some((core) => stands(text, core.toLowerCase())); i++)
    planted = inventIdentifier(identifier, draw);
  return planted;
}

/** Whether a part stands in a text as whole words. */
const stands = (text: string, part: string): boolean => {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    if (!/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at)) && !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2)))
      return true;
  }
  return false;
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
