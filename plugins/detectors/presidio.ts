import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isRegion } from '../../analysis/identifiers/regions.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { IdentifierId, IdentifierSpan } from '../../contracts/privacy.ts';
import type { IdentifierDetector } from '../kinds.ts';

/** What Presidio's entities are to us. Left out: NRP (creeds, peoples), which names no person. */
export const PRESIDIO_ENTITIES: Readonly<Record<string, IdentifierId>> = {
  PERSON: 'name',
  LOCATION: 'place',
  DATE_TIME: 'date',
  PHONE_NUMBER: 'phone',
  EMAIL_ADDRESS: 'email',
  URL: 'url',
  IP_ADDRESS: 'ip_address',
  CREDIT_CARD: 'credit_card',
  CRYPTO: 'account',
  IBAN_CODE: 'iban',
  US_SSN: 'ssn',
  US_ITIN: 'ssn',
  US_DRIVER_LICENSE: 'license',
  MEDICAL_LICENSE: 'license',
  US_PASSPORT: 'national_id',
  US_BANK_NUMBER: 'account',
  UK_NHS: 'medical_record',
  UK_NINO: 'national_id',
  US_MBI: 'health_plan',
  MAC_ADDRESS: 'device',
  ORGANIZATION: 'organization',
};

/** Presidio's pattern recognizers answer from 0.01 on where nothing beside a number speaks for it; its names get 0.85. */
const SCORE_MIN = 0.4;
const BATCH_TEXTS = 64;
const BATCH_CHARS = 200_000;
const TRIES = 3;
const WAIT_MS = 500;

const AnswerSchema = z.array(
  z.array(
    z.object({
      start: z.int().nonnegative(),
      end: z.int().positive(),
      entity_type: z.string(),
      score: z.number(),
    }),
  ),
);
type Found = z.infer<typeof AnswerSchema>[number];

/**
 * A Presidio analyzer behind its REST interface (`POST /analyze` with a list of texts), as its container serves it.
 *
 * Each batch is tried three times; then the activity fails with `DetectorUnavailable`, which is retried, and nothing is
 * de-identified without it. Messages hold status codes only: Presidio's own may quote the text. Redirects are refused,
 * because they would send texts to where nobody configured.
 */
export function createPresidioDetector({
  url,
  timeoutSeconds,
  waitMs = WAIT_MS,
}: {
  url: string;
  timeoutSeconds: number;
  waitMs?: number;
}): IdentifierDetector {
  const address = `${url.replace(/\/+$/, '')}/analyze`;

  async function ask(texts: readonly string[], signal: AbortSignal): Promise<Found[]> {
    for (let tried = 1; ; tried++) {
      try {
        return await askOnce(address, texts, AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]));
      } catch (error) {
        signal.throwIfAborted();
        if (tried === TRIES) {
          throw new PipelineError(
            'DetectorUnavailable',
            `the Presidio analyzer of PRESIDIO_URL ${reasonOf(error, timeoutSeconds)}, ${TRIES} times in a row; no record was de-identified without it`,
            { facts: { detector: 'presidio', tries: TRIES } },
          );
        }
        await delay(waitMs * tried, undefined, { signal });
      }
    }
  }

  return {
    name: 'presidio',
    version: '1',
    async detect(texts, signal) {
      const out: IdentifierSpan[][] = texts.map(() => []);
      for (const batch of batches(texts)) {
        const answers = await ask(
          batch.map((at) => texts[at] ?? ''),
          signal,
        );
        for (const [i, at] of batch.entries()) out[at] = toSpans(texts[at] ?? '', answers[i] ?? []);
      }
      return out;
    },
  };
}

/** What the analyzer did wrong, in words that quote no text. */
class WrongAnswer extends Error {}

async function askOnce(address: string, texts: readonly string[], signal: AbortSignal): Promise<Found[]> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: texts, language: 'en', score_threshold: SCORE_MIN }),
    redirect: 'error',
    signal,
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new WrongAnswer(`answered with status ${answer.status}`);
  }
  const parsed = AnswerSchema.safeParse(await answer.json().catch(() => null));
  if (!parsed.success) throw new WrongAnswer('did not answer with a list of spans for each text');
  if (parsed.data.length !== texts.length)
    throw new WrongAnswer(`answered for ${parsed.data.length} of ${texts.length} texts`);
  return parsed.data;
}

function reasonOf(error: unknown, timeoutSeconds: number): string {
  if (error instanceof WrongAnswer) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError') return `did not answer within ${timeoutSeconds} s`;
  return 'cannot be reached';
}

/** Positions of texts, by so many and so long; blank ones are left out, because the analyzer refuses them. */
function* batches(texts: readonly string[]): Generator<number[]> {
  let batch: number[] = [];
  let chars = 0;
  for (const [at, text] of texts.entries()) {
    if (text.trim() === '') continue;
    if (batch.length > 0 && (batch.length === BATCH_TEXTS || chars + text.length > BATCH_CHARS)) {
      yield batch;
      batch = [];
      chars = 0;
    }
    batch.push(at);
    chars += text.length;
  }
  if (batch.length > 0) yield batch;
}

/** Spans in order without overlap: of two that overlap the surer stays, then the longer. */
function toSpans(text: string, found: Found): IdentifierSpan[] {
  const units = toUnits(text);
  const spans: IdentifierSpan[] = [];
  for (const { start, end, entity_type, score } of [...found].sort(
    (a, b) => b.score - a.score || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )) {
    const [from, to] = [units(start), units(end)];
    const identifier = identify(entity_type, text.slice(from, to));
    if (identifier === null || to <= from || spans.some((span) => from < span.end && span.start < to)) continue;
    spans.push({ start: from, end: to, identifier, confidence: Math.min(1, Math.max(0, score)), source: 'plugin' });
  }
  return spans.sort((a, b) => a.start - b.start);
}

const MONTH = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i;

/** Its dates are also `last week` and `34 years`, and its places also countries: those say nothing that has to go. */
function identify(entity: string, value: string): IdentifierId | null {
  const identifier = PRESIDIO_ENTITIES[entity];
  if (identifier === 'place' && isRegion(value)) return 'region';
  if (identifier !== 'date') return identifier ?? null;
  const isDate = /\d[-/.]\d/.test(value) || (MONTH.test(value) && /\d/.test(value));
  return isDate ? 'date' : null;
}

/** Its offsets count code points. */
function toUnits(text: string): (codePoints: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => Math.min(at, text.length);
  const starts = [0];
  for (const char of text) starts.push((starts.at(-1) ?? 0) + char.length);
  return (at) => starts[at] ?? text.length;
}
