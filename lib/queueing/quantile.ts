/**
 * The time t at which a continuous, decreasing tail P(T > t) falls to `target` (> 0), to full precision by bisection;
 * 0 where P(T > 0) is already that low. `scale` is a first guess (s).
 */
export function quantileOfTail(tail: (time: number) => number, target: number, scale: number): number {
  if (tail(0) <= target) return 0;
  let upper = scale;
  while (tail(upper) > target) upper *= 2;
  let lower = 0;
  for (;;) {
    const middle = (lower + upper) / 2;
    if (middle <= lower || middle >= upper) return upper;
    if (tail(middle) > target) lower = middle;
    else upper = middle;
  }
}

/**
 * Quantile of a waiting time with P(W > t) = waitProbability e^(-rate t):
 * ln(waitProbability / (1 - probability)) / rate, and 0 where at least `probability` of the customers don't wait.
 */
export function exponentialTailQuantile(waitProbability: number, rate: number, probability: number): number {
  return Math.max(0, Math.log(waitProbability) - Math.log1p(-probability)) / rate;
}
