import type { StyleId } from '../contracts/training.ts';

/** What one style did on one dataset, or why it did nothing. */
export type OneResult =
  | { skipped: string }
  | { failed: string }
  | {
      metric: string;
      score: number | null;
      baseline: { name: string; score: number } | null;
      gain: { value: number; interval_95: readonly [number, number] } | null;
      better: boolean;
      scores: Readonly<Record<string, number>>;
      unmeasured: Readonly<Record<string, string>>;
      examples: number;
      seconds: number;
      /** Of the training alone: what it would take on a machine with nothing else to do. */
      cpu_seconds: number;
      rss_mb: number;
    };

export interface Row {
  dataset: string;
  style: StyleId;
  task: string;
  result: OneResult;
}

export const SECONDS_MAX = 120;
export const DATASETS_WON_MIN = 2;

/** One line for people. */
export function lineOf({ dataset, style, task, result }: Row): string {
  const head = `${dataset.padEnd(28)} ${style.padEnd(19)} ${task.padEnd(22)}`;
  if ('skipped' in result) return `${head} skipped: ${result.skipped}`;
  if ('failed' in result) return `${head} FAILED: ${result.failed}`;
  const { metric, score, baseline, gain, better, seconds, cpu_seconds, rss_mb, unmeasured } = result;
  const cost = `${seconds.toFixed(1)} s (cpu ${cpu_seconds.toFixed(1)} s)  ${Math.round(rss_mb)} MiB`;
  if (!gain || !baseline || score === null)
    return `${head} not measured (${Object.values(unmeasured)[0] ?? 'no gain told'})  ${cost}`;
  const [low, high] = gain.interval_95.map(signed);
  return `${head} ${metric} ${score.toFixed(3)}  ${baseline.name} ${baseline.score.toFixed(3)}  gain ${signed(gain.value)} [${low}, ${high}] ${better ? 'better' : 'no gain'}  n=${result.examples}  ${cost}`;
}

/** What the rows say of each style, and what speaks against it; with shuffled labels a gain is what speaks against it. */
export function judgeRows(rows: readonly Row[], styles: readonly StyleId[], shuffled: boolean) {
  return styles.map((style) => {
    const own = rows.filter((row) => row.style === style);
    const measured = own.filter(({ result }) => 'gain' in result && result.gain !== null);
    const won = own.filter(({ result }) => 'better' in result && result.better).map(({ dataset }) => dataset);
    const faults = own.flatMap(({ dataset, result }) => [
      ...('failed' in result ? [`failed on ${dataset}`] : []),
      ...('cpu_seconds' in result && result.cpu_seconds > SECONDS_MAX
        ? [`over ${SECONDS_MAX} s of processor time on ${dataset}`]
        : []),
    ]);
    // One interval in forty lies above 0 by chance, so a single gain among many datasets is no proof of a fault.
    if (shuffled && won.length >= DATASETS_WON_MIN) faults.push(`gains with shuffled labels on ${won.join(', ')}`);
    if (!shuffled && won.length < DATASETS_WON_MIN)
      faults.push(`beats its baseline on ${won.length} of ${measured.length} datasets; ${DATASETS_WON_MIN} are needed`);
    return { style, measured: measured.length, won, faults };
  });
}

const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
