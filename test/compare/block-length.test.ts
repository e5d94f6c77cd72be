import { describe, expect, it } from 'vitest';
import { andrewsLength } from '../../src/compare/bootstrap/andrews-length.ts';
import { blocksEach } from '../../src/compare/bootstrap/block-length.ts';
import { politisWhiteLength } from '../../src/compare/bootstrap/politis-white.ts';
import { coarseCounts, firstOrderSeries, normalDraws } from '../support/random-series.ts';

/** (2 G² / D · n)^⅓ of a series of the first order: Σ|k|R(k) = 2ρ/(1−ρ)², ΣR(k) = (1+ρ)/(1−ρ). */
function lengthInTheory(rho: number, n: number): number {
  const g = (2 * rho) / (1 - rho) ** 2;
  const spectrum = (1 + rho) / (1 - rho);
  return Math.cbrt(((2 * g ** 2) / ((4 / 3) * spectrum ** 2)) * n);
}

describe.each([
  ['Politis and White', politisWhiteLength],
  ['Andrews', andrewsLength],
])('the block length of %s', (_, lengthOf) => {
  it.each([0.3, 0.6, 0.8])('is the theoretical one for a long series with ρ = %d', (rho) => {
    const length = lengthOf(firstOrderSeries(1, 50_000, rho));
    expect(length / lengthInTheory(rho, 50_000)).toBeGreaterThan(0.9);
    expect(length / lengthInTheory(rho, 50_000)).toBeLessThan(1.1);
  });

  it('is short for independent values', () => {
    const lengths = Array.from({ length: 50 }, (_, seed) => lengthOf(firstOrderSeries(seed, 240, 0)));
    expect(lengths.sort((left, right) => left - right)[25]).toBeLessThan(3);
  });

  it('is minimal for negative correlation and for constant values', () => {
    expect(lengthOf(firstOrderSeries(3, 500, -0.6))).toBeLessThanOrEqual(1);
    expect(lengthOf(Array.from({ length: 100 }, () => 7))).toBeLessThanOrEqual(1);
    expect(lengthOf([1, 2])).toBeLessThan(3);
  });
});

describe('the number of joined blocks', () => {
  const draw = normalDraws(5);
  const steady = Array.from({ length: 60 }, () => ({
    counts: coarseCounts(Array.from({ length: 50 }, () => 1e5 * Math.exp(0.4 * draw()))),
    failed: 0,
  }));

  it('covers at least 5 s', () => {
    expect(blocksEach(steady, 1000)).toBe(5);
    expect(blocksEach(steady, 5000)).toBeLessThan(3);
    expect(blocksEach(steady, 1000, 2000)).toBeLessThan(5);
  });

  it('grows with the autocorrelation of seconds', () => {
    const levels = firstOrderSeries(4, 240, 0.8);
    const drifting = levels.map((level) => ({
      counts: coarseCounts(Array.from({ length: 50 }, () => 1e5 * Math.exp(0.1 * level + 0.4 * draw()))),
      failed: 0,
    }));
    expect(blocksEach(drifting, 1000)).toBeGreaterThan(8);
  });

  it('handles seconds without turns', () => {
    const gaps = steady.map((block, index) => (index % 2 === 0 ? block : { counts: coarseCounts([]), failed: 0 }));
    expect(blocksEach(gaps, 1000)).toBe(5);
    expect(
      blocksEach(
        gaps.map(() => gaps[1]!),
        1000,
      ),
    ).toBe(5);
  });
});
