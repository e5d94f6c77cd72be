import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intervalOf } from '../../src/compare/estimate.ts';
import { moreTrials } from '../../src/compare/more-trials.ts';
import { type ShareSide, shareDifference } from '../../src/compare/share-difference.ts';

const sideOf = (hits: number, of: number, clusters = 12): ShareSide => ({
  whole: { hits: hits * clusters, of: of * clusters },
  clusters: Array.from({ length: clusters }, () => ({ hits, of })),
});
const fits = (from: ShareSide, to: ShareSide, margin: number) => {
  const [lower, upper] = intervalOf(shareDifference(from, to), 0.9);
  return lower > -margin && upper < margin;
};

describe('the number of additional trials that a share needs', () => {
  it('is none if its interval lies within the margin', () => {
    expect(moreTrials(sideOf(0, 100), sideOf(0, 100), 0.01)).toBe(0);
  });

  it('is unknown if the difference itself exceeds the margin', () => {
    expect(moreTrials(sideOf(0, 10), sideOf(1, 10), 0.01)).toBeUndefined();
  });

  it('is the smallest that makes 100 % → 100 % equivalent', () => {
    // Without a single failure Wilson's upper limit is t² / (n + t²), with t(0.95, 22) = 1.7171.
    const t = 1.717144;
    const needed = Math.floor((t * t * (1 - 0.01)) / 0.01) + 1;
    expect(moreTrials(sideOf(0, 5), sideOf(0, 5), 0.01)).toBe(needed - 60);
  });

  it('brings the interval within the margin in a run that is larger by that number', () => {
    const share = fc.record({ hits: fc.nat(3), of: fc.integer({ min: 20, max: 60 }) });
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.005, max: 0.2, noNaN: true }), (left, right, margin) => {
        const [from, to] = [sideOf(left.hits, left.of), sideOf(right.hits, right.of)];
        const more = moreTrials(from, to, margin);
        if (more === undefined) return;
        const times = 1 + more / Math.max(from.whole.of, to.whole.of);
        const larger = (side: ShareSide): ShareSide => ({
          whole: { hits: side.whole.hits * times, of: side.whole.of * times },
          clusters: side.clusters,
        });
        expect(fits(larger(from), larger(to), margin * (1 + 1e-9))).toBe(true);
      }),
    );
  });
});
