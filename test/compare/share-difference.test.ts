import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfWorse, intervalOf } from '../../src/compare/estimate.ts';
import { type ShareCluster, shareDifference, sumOfClusters } from '../../src/compare/share-difference.ts';
import { normalDraws } from '../support/random-series.ts';

const Z95 = 1.959964;
const difference = (from: readonly ShareCluster[], to: readonly ShareCluster[]) =>
  shareDifference({ whole: sumOfClusters(from), clusters: from }, { whole: sumOfClusters(to), clusters: to });

/** All clusters have the same share, so they count as single trials. */
const alike = (hits: number, of: number) => [
  { hits: hits / 2, of: of / 2 },
  { hits: hits / 2, of: of / 2 },
];

describe('the difference of two shares', () => {
  // R. G. Newcombe (1998), table II, method 10; there first minus second.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [10, 10, 0, 10, 0.6075, 1],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 10, -0.2775, 0.2775],
  ])('has the published interval: %d/%d − %d/%d', (a, m, b, n, lower, upper) => {
    const [low, high] = difference(alike(b, n), alike(a, m)).limits(Z95);
    expect(low).toBeCloseTo(lower, 4);
    expect(high).toBeCloseTo(upper, 4);
  });

  it('has a wider interval if the trials of a cluster are correlated', () => {
    const spread = Array.from({ length: 20 }, () => ({ hits: 5, of: 100 }));
    const clumped = Array.from({ length: 20 }, (_, cluster) => ({ hits: cluster < 2 ? 50 : 0, of: 100 }));
    const none = Array.from({ length: 20 }, () => ({ hits: 0, of: 100 }));
    const width = (clusters: typeof spread) => {
      const [low, high] = intervalOf(difference(none, clusters), 0.95);
      return high - low;
    };
    expect(width(clumped)).toBeGreaterThan(3 * width(spread));
    expect(chanceOfWorse(difference(none, spread))).toBeLessThan(1e-6);
    expect(chanceOfWorse(difference(none, clumped))).toBeGreaterThan(0.01);
  });

  it('is that of the whole, if clusters cover only part of it', () => {
    const clusters = Array.from({ length: 20 }, (_, cluster) => ({ hits: cluster % 2, of: 10 }));
    const whole = { hits: 15, of: 210 };
    const { value } = shareDifference({ whole: sumOfClusters(clusters), clusters }, { whole, clusters });
    expect(value).toBeCloseTo(15 / 210 - 10 / 200, 12);
  });

  it('changes sign with its sides, and its t reaches 0 with the interval', () => {
    const cluster = fc
      .record({ hits: fc.nat(20), more: fc.nat(50) })
      .map(({ hits, more }) => ({ hits, of: hits + more + 1 }));
    const side = fc.array(cluster, { minLength: 2, maxLength: 15 });
    fc.assert(
      fc.property(side, side, (from, to) => {
        const there = difference(from, to);
        const back = difference(to, from);
        expect(there.value).toBeCloseTo(-back.value, 12);
        expect(there.limits(2)[0]).toBeCloseTo(-back.limits(2)[1], 12);
        if (Math.abs(there.t) > 0 && Math.abs(there.t) < 900)
          expect(there.limits(Math.abs(there.t))[there.value > 0 ? 0 : 1]).toBeCloseTo(0, 6);
      }),
    );
  });

  it('covers the truth in 19 of 20 cases with clustered failures', () => {
    const draw = normalDraws(9);
    const side = () =>
      Array.from({ length: 30 }, () => {
        const share = 0.05 * Math.exp(0.7 * draw());
        return {
          hits: Array.from({ length: 40 }, () => draw()).filter((z) => z < -1.6449 + (share - 0.05) * 9).length,
          of: 40,
        };
      });
    const held = Array.from({ length: 300 }, () => intervalOf(difference(side(), side()), 0.95)).filter(
      ([low, high]) => low <= 0 && high >= 0,
    ).length;
    expect(held / 300).toBeGreaterThan(0.9);
  });
});
