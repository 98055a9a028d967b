/**
 * Clopper-Pearson interval of a rate: contains the true rate with at least 95 %, whatever it is.
 *
 * Result: 0 to 1, or null without trials. Cost: bisection over exact binomial tails, by the number of trials.
 * Source: Clopper and Pearson, Biometrika 26 (1934).
 */
export function rateInterval(hits: number, trials: number): [number, number] | null {
  if (trials === 0) return null;
  const low = hits === 0 ? 0 : bisect((rate) => 1 - cumulative(hits - 1, trials, rate) < TAIL);
  const high = hits === trials ? 1 : bisect((rate) => cumulative(hits, trials, rate) > TAIL);
  return [low, high];
}

const TAIL = 0.025;

/** The largest rate for which `below` holds, where it holds for all smaller ones. */
function bisect(below: (rate: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X <= hits) of a binomial distribution, summed by logarithms so that many trials do not underflow. */
function cumulative(hits: number, trials: number, rate: number): number {
  if (rate <= 0) return 1;
  if (rate >= 1) return hits >= trials ? 1 : 0;
  let log = trials * Math.log1p(-rate);
  let sum = Math.exp(log);
  for (let k = 1; k <= hits; k++) {
    log += Math.log((trials - k + 1) / k) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}
