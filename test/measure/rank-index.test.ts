import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HdrCounts } from '../../src/measure/histogram/hdr-counts.ts';
import { MAX_US } from '../../src/measure/histogram/hdr-layout.ts';
import { RankIndex } from '../../src/measure/histogram/rank-index.ts';

describe('an index of ranks', () => {
  it('finds the bucket of every rank', () => {
    const duration = fc.oneof(fc.nat({ max: MAX_US }), fc.nat({ max: 300 }));
    fc.assert(
      fc.property(fc.constantFrom(2 as const, 3 as const), fc.array(duration, { minLength: 1 }), (digits, values) => {
        const counts = new HdrCounts(digits);
        for (const us of values) counts.record(us);
        const sorted = [...values].sort((left, right) => left - right);
        const index = new RankIndex(counts);
        for (const [place, us] of sorted.entries()) {
          const { lowest, highest } = counts.bucketBounds(index.bucketAt(place + 1));
          expect(lowest <= us && us <= highest).toBe(true);
        }
        expect(index.bucketAt(values.length + 1)).toBe(counts.end - 1);
      }),
    );
  });

  it('returns the first bucket if empty', () => {
    expect(new RankIndex(new HdrCounts(3)).bucketAt(1)).toBe(0);
  });
});
