import { describe, expect, it } from 'vitest';
import { orderStatisticInterval } from '../../src/measure/histogram/order-statistic-interval.ts';

/** P(X(lower) < quantile ≤ X(upper)) by adding up the binomial distribution term by term. */
function coverage(count: number, q: number, lower: number, upper: number): number {
  // From the upper end: there the terms do not vanish for the quantiles of interest.
  let probability = q ** count;
  let covered = 0;
  for (let successes = count; successes >= 0; successes--) {
    if (successes >= lower && successes < upper) covered += probability;
    probability *= (successes / (count - successes + 1)) * ((1 - q) / q);
  }
  return covered;
}

describe('the order-statistic interval', () => {
  it('is the textbook interval for a median', () => {
    expect(orderStatisticInterval(20, 0.5)).toEqual({ lower: 6, upper: 15 });
    expect(orderStatisticInterval(10, 0.5)).toEqual({ lower: 2, upper: 9 });
  });

  it('is unlimited with too few values', () => {
    expect(orderStatisticInterval(5, 0.5)).toEqual({ lower: undefined, upper: undefined });
    expect(orderStatisticInterval(30, 0.95).upper).toBeUndefined();
  });

  it.each([
    [50, 0.5],
    [100, 0.9],
    [150, 0.95],
    [800, 0.99],
    [5000, 0.999],
  ])('covers %i values at %f in 95 of 100 cases, and one rank less does not', (count, q) => {
    const { lower, upper } = orderStatisticInterval(count, q);
    expect(coverage(count, q, lower!, upper ?? count + 1)).toBeGreaterThanOrEqual(0.95);
    expect(coverage(count, q, 0, lower! + 1)).toBeGreaterThan(0.025);
  });
});
