import { IDENTIFIERS, type IdentifierId } from '../../contracts/privacy.ts';
import { wantedFor } from './labels.ts';

export interface Label {
  start: number;
  end: number;
  type: string;
}

/** A span that a detector found, with all the identifiers it may stand for: ours have one. */
export interface Found {
  start: number;
  end: number;
  identifiers: readonly IdentifierId[];
}

export interface LabelledRecord {
  text: string;
  labels: Label[];
}

interface Count {
  labels: number;
  hit: number;
  /** Labels of which every letter and digit lies in a span of any kind: nothing of it is left to read. */
  covered: number;
  found: number;
  right: number;
}

/**
 * Span-level score, the same for every detector.
 *
 * A label is hit when at least half of its letters and digits lie in spans of an identifier it accepts; a span is right
 * when at least half of its letters and digits lie in labels that accept it. Spans on what Safe Harbor lets stay are not
 * counted. F2 weighs recall four times as much as precision.
 */
export function createScore() {
  const counts = new Map<IdentifierId, Count>();
  const missed: { type: string; value: string; text: string }[] = [];
  const wrong: { identifier: IdentifierId; value: string; text: string }[] = [];
  const unknownTypes = new Map<string, number>();
  const countOf = (id: IdentifierId): Count => {
    const row = counts.get(rowOf(id)) ?? { labels: 0, hit: 0, covered: 0, found: 0, right: 0 };
    counts.set(rowOf(id), row);
    return row;
  };
  return {
    missed,
    wrong,
    unknownTypes,
    add({ text, labels }: LabelledRecord, found: readonly Found[]): void {
      const wanted = labels.map((label) => {
        const accepts = wantedFor({ type: label.type, value: text.slice(label.start, label.end) });
        if (accepts === undefined) unknownTypes.set(label.type, (unknownTypes.get(label.type) ?? 0) + 1);
        return { ...label, accepts: accepts ?? null };
      });
      for (const { start, end, type, accepts } of wanted) {
        const [first] = accepts ?? [];
        if (!accepts || !first) continue;
        const row = countOf(first);
        row.labels += 1;
        const hit =
          shareIn(
            text,
            { start, end },
            found.filter((span) => span.identifiers.some((id) => accepts.includes(id))),
          ) >= 0.5;
        if (hit) row.hit += 1;
        else missed.push({ type, value: text.slice(start, end), text: around(text, start, end) });
        if (shareIn(text, { start, end }, found) >= 1) row.covered += 1;
      }
      for (const { start, end, identifiers } of found) {
        const [first] = identifiers;
        if (!first) continue;
        const stays = wanted.filter(({ accepts }) => accepts === null);
        if (shareIn(text, { start, end }, stays) >= 0.5 || identifiers.every((id) => STAYS.has(id))) continue;
        const row = countOf(first);
        row.found += 1;
        const right =
          shareIn(
            text,
            { start, end },
            wanted.filter(({ accepts }) => accepts?.some((id) => identifiers.includes(id))),
          ) >= 0.5;
        if (right) row.right += 1;
        else wrong.push({ identifier: first, value: text.slice(start, end), text: around(text, start, end) });
      }
    },
    result() {
      const rows = IDENTIFIERS.flatMap(({ id, structured }) => {
        const count = counts.get(id);
        return count && (count.labels > 0 || count.found > 0)
          ? [{ identifier: id, structured, ...measures(count) }]
          : [];
      });
      const group = (ids: (id: IdentifierId, structured: boolean) => boolean) =>
        measures(
          sum(
            IDENTIFIERS.filter(({ id, structured }) => ids(id, structured)).flatMap(({ id }) => counts.get(id) ?? []),
          ),
        );
      return {
        identifiers: rows,
        groups: {
          structured: group((_, structured) => structured),
          names: group((id) => id === 'name'),
          others: group((id, structured) => !structured && id !== 'name'),
          overall: group(() => true),
          overall_without_organizations: group((id) => id !== 'organization'),
        },
      };
    },
  };
}

/** Counts of states go with those of places: data sets do not tell them apart. */
const rowOf = (id: IdentifierId): IdentifierId => (id === 'region' ? 'place' : id);
const STAYS = new Set<IdentifierId>(['age']);

function measures({ labels, hit, covered, found, right }: Count) {
  const share = (part: number, whole: number) => (whole === 0 ? null : Number((part / whole).toFixed(4)));
  const recall = share(hit, labels);
  const precision = share(right, found);
  const f2 =
    recall === null || precision === null
      ? null
      : recall + precision === 0
        ? 0
        : Number(((5 * precision * recall) / (4 * precision + recall)).toFixed(4));
  return { labels, found, recall, precision, f2, covered: share(covered, labels) };
}

function sum(parts: Count[]): Count {
  const total: Count = { labels: 0, hit: 0, covered: 0, found: 0, right: 0 };
  for (const part of parts) for (const name of Object.keys(total) as (keyof Count)[]) total[name] += part[name];
  return total;
}

function shareIn(
  text: string,
  { start, end }: { start: number; end: number },
  spans: readonly { start: number; end: number }[],
): number {
  let [all, inside] = [0, 0];
  for (let at = start; at < end; at++) {
    if (!/[\p{L}\p{N}]/u.test(text.charAt(at))) continue;
    all += 1;
    if (spans.some((span) => span.start <= at && at < span.end)) inside += 1;
  }
  return all === 0 ? (spans.length > 0 ? 1 : 0) : inside / all;
}

const around = (text: string, start: number, end: number) =>
  `${text.slice(Math.max(0, start - 30), start)}⟦${text.slice(start, end)}⟧${text.slice(end, end + 30)}`.replaceAll(
    '\n',
    '⏎',
  );
