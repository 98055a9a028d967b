import { CONSENT_STATUSES } from '../../contracts/consent.ts';
import { actionOf, type PrivacyLevel, REVIEW_CONFIDENCE_MAX } from '../../contracts/deidentification.ts';
import type { IdentifierSpan } from '../../contracts/privacy.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { repairEncoding } from '../encoding.ts';
import { repeatNames } from '../identifiers/repeat.ts';
import { finish, type Steps } from '../steps.ts';
import { moveAnnotations } from './annotations.ts';
import { isClassName, isGroupName } from './class-names.ts';
import type { Detect } from './detect.ts';
import type { Keyed } from './keyed.ts';
import { piecesOf } from './pieces.ts';
import { applyEdits, type Edit, mapOffset, replacedRanges } from './replace.ts';
import { createNamer } from './surrogate-names.ts';
import { treat } from './treat.ts';

export interface Deidentifier {
  level: PrivacyLevel;
  keyed: Keyed;
  detect: Detect;
  /** Looks at texts that were changed already; `detect` where it is left out. */
  detectAgain?: Detect;
  /** What a person said of a doubtful span: true where it is an identifier, false where it is none, null where nobody did. */
  decided?(record: ConversationRecord, message: number, span: IdentifierSpan): boolean | null;
  /** Told of every span under the review threshold that would be changed, with what was decided. */
  doubtful?(record: ConversationRecord, message: number, span: IdentifierSpan, decision: boolean | null): void;
}

/** Every text of a record that is looked at first, as `detect` is given it. */
export const textsOf = ({ messages, labels, attributes }: ConversationRecord): string[] =>
  [
    ...messages.flatMap(({ content, labels: own, annotations }) => [
      repairEncoding(content),
      ...Object.values(own ?? {}),
      ...(annotations ?? []).map(({ label }) => label),
    ]),
    ...Object.values(labels),
    ...Object.values(attributes),
  ].flatMap((text) => piecesOf(text).map((piece) => piece.text));

/** What is found in a text, piece by piece. */
function* lookAt(text: string, detect: Detect): Steps<IdentifierSpan[]> {
  const spans: IdentifierSpan[] = [];
  for (const { start, text: piece } of piecesOf(text)) {
    for (const span of detect(piece)) spans.push({ ...span, start: start + span.start, end: start + span.end });
    yield;
  }
  return spans;
}

/** What stands beside a replacement can be an identifier itself, so a text is looked at again; few need a second look. */
const PASSES_MAX = 4;

/**
 * De-identifies one record: messages, labels, attributes and ids. Null where an identifier asks for the record to be
 * dropped. `count` hears of each: `found:ID`, `done:ID:ACTION`, `looked:ID` with `confidence:ID` in thousandths, `doubtful:ID`, `left`.
 *
 * Speakers' names are dropped; roles and the order of turns stay, and annotations move with their text. Labels and
 * attributes are masked, never given surrogates, so that equal ones stay equal over records; names of classes stay. Record and group ids become
 * keyed codes: sources put patient numbers there.
 */
export function deidentifyRecord(...args: Parameters<typeof deidentifyInSteps>): ConversationRecord | null {
  return finish(deidentifyInSteps(...args));
}

/** The same, text by text: one record can take longer than a worker may be silent. */
export function* deidentifyInSteps(
  record: ConversationRecord,
  { level, keyed, detect, detectAgain = detect, decided, doubtful }: Deidentifier,
  count: (name: string, by?: number) => void,
): Steps<ConversationRecord | null> {
  if (level === 'none') return record;
  const texts = record.messages.map(({ content }) => repairEncoding(content));
  const subject = record.group_id;
  const namer = createNamer(keyed, subject);
  let dropped = false;

  /** Decides on and counts the spans of texts that belong together, and gives the edits of each. */
  const editsOf = (
    parts: readonly string[],
    found: readonly IdentifierSpan[][],
    names: typeof namer | null,
    keep: (part: number, span: IdentifierSpan) => boolean,
  ): Edit[][] => {
    const spans = found.map((all, i) => all.filter((span) => keep(i, span)));
    if (names !== null) {
      for (const [i, own] of spans.entries())
        for (const { identifier, start, end } of own)
          if (identifier === 'name') names.learn(parts[i]?.slice(start, end) ?? '');
    }
    return spans.map((own, i) =>
      own.flatMap(({ start, end, identifier, confidence }): Edit[] => {
        const text = parts[i]?.slice(start, end) ?? '';
        const { action, replacement } = treat(text, identifier, { level, keyed, subject, namer: names });
        count(`found:${identifier}`);
        count(`done:${identifier}:${action}`);
        count(`looked:${identifier}`);
        count(`confidence:${identifier}`, Math.round(confidence * 1000));
        if (confidence < REVIEW_CONFIDENCE_MAX) count(`doubtful:${identifier}`);
        if (action === 'drop_record') dropped = true;
        return action === 'keep' ? [] : [{ start, end, replacement }];
      }),
    );
  };

  const judge = (message: number, span: IdentifierSpan): boolean => {
    if (span.confidence >= REVIEW_CONFIDENCE_MAX || actionOf(level, span.identifier) === 'keep') return true;
    const decision = decided?.(record, message, span) ?? null;
    doubtful?.(record, message, span, decision);
    return decision !== false;
  };

  const found: IdentifierSpan[][] = [];
  for (const text of texts) found.push(yield* lookAt(text, detect));
  const first = editsOf(texts, repeatNames(texts, found), namer, judge);
  let contents = texts.map((text, i) => applyEdits(text, first[i] ?? []));
  const settled = first.map((edits) => replacedRanges(edits));
  const kept = first.map((): Edit[][] => []);
  const changed = first.map((edits) => edits.length > 0);
  for (let pass = 1; pass < PASSES_MAX; pass++) {
    // A text that nothing was changed in would be found to hold the same once more.
    const again = yield* editsOfRest(contents, settled, changed);
    if (again.every((edits) => edits.length === 0)) break;
    again.forEach((edits, i) => {
      changed[i] = edits.length > 0;
      settled[i] = moved(settled[i] ?? [], edits);
      kept[i]?.push(edits);
    });
    contents = contents.map((text, i) => applyEdits(text, again[i] ?? []));
    if (pass === PASSES_MAX - 1) count('left', (yield* editsOfRest(contents, settled, changed)).flat().length);
  }
  if (dropped) return null;

  /** Structured identifiers outside of what was replaced: masking is all that is done with what only shows now. */
  function* editsOfRest(
    parts: readonly string[],
    replaced: readonly { start: number; end: number }[][],
    which: readonly boolean[],
  ): Steps<Edit[][]> {
    const edits: Edit[][] = parts.map(() => []);
    for (const [i, part] of parts.entries()) {
      if (which[i] !== true) continue;
      for (const { start, end, identifier, source, confidence } of yield* lookAt(part, detectAgain)) {
        // A doubtful one was judged in the first look, maybe by a person.
        if ((source !== 'pattern' && source !== 'context') || confidence < REVIEW_CONFIDENCE_MAX) continue;
        if (actionOf(level, identifier) === 'keep') continue;
        if (replaced[i]?.some((range) => start < range.end && range.start < end)) continue;
        count(`found:${identifier}`);
        count(`done:${identifier}:mask`);
        edits[i]?.push({ start, end, replacement: `[${identifier.toUpperCase()}]` });
      }
    }
    return edits;
  }

  /** One by one: values are no conversation, and a name in one must not change another. */
  function* values(fields: Record<string, string>, isNone: typeof isClassName = () => false): Steps<typeof fields> {
    const entries: [string, string][] = [];
    for (const [name, value] of Object.entries(fields)) {
      const spans = yield* lookAt(value, detect);
      const [edits = []] = editsOf([value], [spans], null, (_, span) => !isNone(name, value, span));
      entries.push([name, applyEdits(value, edits)]);
    }
    return Object.fromEntries(entries);
  }
  const messages: ConversationRecord['messages'] = [];
  for (const [i, { role, content, labels, annotations }] of record.messages.entries()) {
    const moves = (offset: number, side: 'start' | 'end') =>
      (kept[i] ?? []).reduce((at, edits) => mapOffset(edits, at, side), mapOffset(first[i] ?? [], offset, side));
    const message: (typeof messages)[number] = { role, content: contents[i] ?? '' };
    if (labels) message.labels = yield* values(labels, isClassName);
    if (annotations) {
      message.annotations = [];
      // A label is the source's own text, and a name can stand there as well.
      for (const annotation of moveAnnotations(annotations, content, texts[i] ?? '', moves))
        message.annotations.push({ ...annotation, ...(yield* values({ label: annotation.label }, isClassName)) });
    }
    messages.push(message);
  }
  const labels = yield* values(record.labels, isClassName);
  const attributes = yield* values(record.attributes, isGroupName);
  if (dropped) return null;
  // Consent was judged when the record was read; its columns are free text.
  const { consent: _, ...rest } = record;
  return {
    ...rest,
    consent_status: plainStatus(record.consent_status),
    record_id: `rec-${keyed.code('record', record.record_id, 24)}`,
    group_id: `grp-${keyed.code('group', record.group_id, 24)}`,
    messages,
    labels,
    attributes: level === 'maximum' ? withAgeBands(attributes) : attributes,
  };
}

/** A status is a word; anything longer may name somebody. */
const plainStatus = (status: string | null) =>
  status !== null && CONSENT_STATUSES.some((known) => known === status.toLowerCase()) ? status.toLowerCase() : null;

/** Ages of attributes stand alone, without a word that tells the detector what they are. */
function withAgeBands(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      const age = /^age$/i.test(name) && /^\d{1,3}$/.test(value) ? Number(value) : null;
      if (age === null) return [name, value];
      const low = Math.floor(age / 10) * 10;
      return [name, age >= 90 ? '90+' : `${low}-${low + 9}`];
    }),
  );
}

function moved(ranges: readonly { start: number; end: number }[], edits: readonly Edit[]) {
  const old = ranges.map(({ start, end }) => ({
    start: mapOffset(edits, start, 'start'),
    end: mapOffset(edits, end, 'end'),
  }));
  return [...old, ...replacedRanges(edits)];
}
