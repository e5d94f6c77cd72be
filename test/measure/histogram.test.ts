import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HdrCounts } from '../../src/measure/histogram/hdr-counts.ts';
import { MAX_US } from '../../src/measure/histogram/hdr-layout.ts';
import { LatencyHistogram } from '../../src/measure/histogram/histogram.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const durations = fc.array(fc.nat({ max: MAX_US }), { minLength: 1, maxLength: 60 });

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('a latency histogram', () => {
  it('returns the value at every rank within 0.1 %, above it for the upper bound and below it for the lower', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = histogramOf(values);
        const sorted = [...values].sort((left, right) => left - right);
        for (const [index, exact] of sorted.entries()) {
          const highest = histogram.valueAtRank(index + 1, 'highest');
          const lowest = histogram.valueAtRank(index + 1, 'lowest');
          expect(lowest).toBeLessThanOrEqual(exact);
          expect(highest).toBeGreaterThanOrEqual(exact);
          expect(highest - lowest).toBeLessThanOrEqual(exact / 1000);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds a rank in all its buckets, and clamps one beyond its values to the last', () => {
    // One value in each of 3,000 buckets: every run and several pages are crossed.
    const layout = new HdrCounts(3);
    const values = Array.from({ length: 3000 }, (_, index) => layout.bucketBounds(index * 3).lowest);
    const histogram = histogramOf(values);
    for (const [index, value] of values.entries()) expect(histogram.valueAtRank(index + 1, 'lowest')).toBe(value);
    expect(histogram.valueAtRank(3001, 'highest')).toBe(histogram.maxUs);
    expect(new LatencyHistogram().valueAtRank(1, 'lowest')).toBe(0);
  });

  it('has exact minimum, maximum and mean, also after its sum was stored', () => {
    fc.assert(
      fc.property(durations, durations, (left, right) => {
        const sum = LatencyHistogram.unpack(histogramOf(left).pack());
        sum.addPacked(histogramOf(right).pack());
        const all = [...left, ...right];
        expect(sum.pack()).toEqual(histogramOf(all).pack());
        expect(sum.encode()).toBe(histogramOf(all).encode());
        expect([sum.count, sum.minUs, sum.maxUs]).toEqual([all.length, Math.min(...all), Math.max(...all)]);
        expect(sum.meanUs).toBeCloseTo(all.reduce((total, value) => total + value, 0) / all.length, 6);
      }),
      { numRuns: 40 },
    );
  });

  it('has the standard deviation within its buckets', () => {
    const deviationOf = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    fc.assert(
      fc.property(durations, (values) => {
        const error = Math.abs(histogramOf(values).stddevUs - deviationOf(values));
        expect(error).toBeLessThanOrEqual(Math.max(...values) / 1000);
      }),
    );
  });

  it('clamps values to its range and reports it', () => {
    const histogram = new LatencyHistogram();
    expect([histogram.record(0), histogram.record(MAX_US)]).toEqual([false, false]);
    expect([histogram.record(-1), histogram.record(MAX_US + 1)]).toEqual([true, true]);
    expect([histogram.count, histogram.minUs, histogram.maxUs]).toEqual([4, 0, MAX_US]);
  });

  it('accepts only whole microseconds', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1.5])
      expect(() => new LatencyHistogram().record(value)).toThrow(RangeError);
  });

  it('is zero while empty', () => {
    const { count, minUs, maxUs, meanUs, stddevUs } = LatencyHistogram.unpack(new LatencyHistogram().pack());
    expect([count, minUs, maxUs, meanUs, stddevUs]).toEqual([0, 0, 0, 0, 0]);
  });

  it('rejects damaged data with a message', () => {
    const packed = histogramOf([1000, 2000]).pack();
    const sum = histogramOf([5]);
    for (const broken of [
      { ...packed, words: 'gICAgIA=' },
      { ...packed, words: packed.words.slice(0, 4) },
      { ...packed, count: 3 },
    ]) {
      expect(() => LatencyHistogram.unpack(broken)).toThrow(KnownError);
      expect(() => sum.addPacked(broken)).toThrow(KnownError);
    }
    expect(sum.pack()).toEqual(histogramOf([5]).pack());
  });
});
