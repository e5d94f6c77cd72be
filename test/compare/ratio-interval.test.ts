import { describe, expect, it } from 'vitest';
import { meanInterval, minUpperShare, shareInterval } from '../../src/compare/ratio-interval.ts';
import type { RatioBatch } from '../../src/compare/ratio-of.ts';
import { randomStream } from '../../src/platform/random.ts';

const TEN = Array.from({ length: 10 }, (_, index) => index);
const batches = (make: (index: number) => RatioBatch) => TEN.map(make);

describe('an interval from batches', () => {
  it('of a share covers the true value in about 95 of 100 cases', () => {
    const trials = 1000;
    let held = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const stream = randomStream(trial, 0, 'share');
      const hits = (of: number) => Array.from({ length: of }, () => stream.next()).filter((draw) => draw < 0.05).length;
      const { lower, upper } = shareInterval(batches(() => ({ sum: hits(60), of: 60 })));
      if (lower <= 0.05 && 0.05 <= upper) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.93);
    expect(held / trials).toBeLessThan(0.995);
  });

  it('of a share is wider if misses are clustered', () => {
    const even = shareInterval(batches(() => ({ sum: 5, of: 100 })));
    const together = shareInterval(batches((index) => ({ sum: index === 0 ? 50 : 0, of: 100 })));
    expect(even.value).toBe(0.05);
    expect(together.value).toBe(0.05);
    expect(together.upper - together.lower).toBeGreaterThan(3 * (even.upper - even.lower));
  });

  it('of a share without misses ends at the smallest upper bound', () => {
    const none = shareInterval(batches(() => ({ sum: 0, of: 20 })));
    expect(none.lower).toBe(0);
    expect(none.upper).toBeCloseTo(minUpperShare(200, 10), 12);
    // t of 9 degrees of freedom is 2.262: t² / (n + t²).
    expect(none.upper).toBeCloseTo(2.2622 ** 2 / (200 + 2.2622 ** 2), 4);
  });

  it('of a mean follows the variation between batches', () => {
    const { value, lower, upper } = meanInterval(
      batches((index) => ({ sum: 100 + (index % 2 === 0 ? 10 : -10), of: 1 })),
    );
    expect(value).toBe(100);
    // Standard error 10 / √9, t 2.262.
    expect(upper - value).toBeCloseTo((10 / 3) * 2.2622, 2);
    expect(value - lower).toBeCloseTo(upper - value, 9);
  });

  it('is unlimited without data', () => {
    const nothing = batches(() => ({ sum: 0, of: 0 }));
    expect(shareInterval(nothing)).toMatchObject({ lower: 0, upper: 1, of: 0 });
    expect(meanInterval(nothing)).toMatchObject({ lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
    expect(minUpperShare(0, 10)).toBe(1);
  });
});
