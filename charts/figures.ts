/** Figures as people read them. Everything measured is shown as measured; what is unknown is a dash. */

export const UNKNOWN = '–';

export const formatCount = (value: number | null | undefined) =>
  value == null ? UNKNOWN : value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** Three digits that count: 0.937, 12.5, 2,410. */
export function formatScore(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return UNKNOWN;
  if (Math.abs(value) >= 1000) return formatCount(value);
  return value.toFixed(Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3);
}

/** A measured value or a limit of whatever kind: whole numbers are counts. */
export function formatValue(value: number | string | null): string {
  if (typeof value !== 'number') return value ?? UNKNOWN;
  return Number.isInteger(value) ? formatCount(value) : formatScore(value);
}

export const formatShare = (value: number | null | undefined) =>
  value == null ? UNKNOWN : `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;

export function formatBytes(value: number | null | undefined): string {
  if (value == null) return UNKNOWN;
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${step === 0 ? formatCount(value) : (value / 1024 ** step).toFixed(1)} ${units[step]}`;
}

export function formatSeconds(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return UNKNOWN;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function secondsBetween(start: string | null, end: string | null): number | null {
  return start === null || end === null ? null : Math.max(0, (Date.parse(end) - Date.parse(start)) / 1000);
}

/** `2026-01-02T03:04:05.678Z` reads `2026-01-02 03:04:05 UTC`. */
export const formatInstant = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

/** `f1_score` reads `f1 score`, `needs_attention` reads `needs attention`. */
export const toWords = (name: string) => name.replaceAll('_', ' ');

export const toTitle = (name: string) =>
  name === 'auroc' ? 'AUROC' : name.charAt(0).toUpperCase() + toWords(name).slice(1);

/** Numbers among values of any kind: what a record of counts holds. */
export function numbersOf(value: unknown): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}
