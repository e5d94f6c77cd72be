import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CensoredTrend } from '../../../src/measure/censored-trend.ts';
import { LatencyHistogram } from '../../../src/measure/histogram/histogram.ts';
import { QUANTILES, type QuantileName, rankOf } from '../../../src/measure/histogram/quantile.ts';
import { curveModel, curveRanks } from '../../../src/render/page/models/curve-model.ts';
import { buildTrend } from '../../../src/report/build/build-trend.ts';

/** Of values in µs; each may have arrived up to `coarseUs` earlier. So many turns more failed. */
function trendOf(valuesUs: readonly number[], { failed = 0, coarseUs = 0 } = {}) {
  const upper = new LatencyHistogram();
  const lower = new LatencyHistogram();
  for (const us of valuesUs) {
    upper.record(us);
    lower.record(Math.max(0, us - coarseUs));
  }
  const censored = new Map(failed > 0 ? [['timed-out', { count: failed, shortestUs: 30_000_000 }]] : []);
  return buildTrend(new CensoredTrend(upper, lower, censored));
}

const values = fc.array(fc.integer({ min: 0, max: 40_000_000 }), { minLength: 1, maxLength: 300 });

describe('the percentile curve', () => {
  it('goes from the fastest turn to the slowest', () => {
    const curve = curveModel(trendOf(Array.from({ length: 1000 }, (_, index) => (index + 1) * 1000)))!;
    expect(curve.share[0]).toBe(0);
    expect(curve.upper[0]).toBe(1);
    expect(curve.share.at(-1)).toBe(1);
    expect(curve.upper.at(-1)).toBe(1000);
    expect(curve.upper[curve.share.indexOf(0.5)]).toBeCloseTo(500, 0);
  });

  it('contains the values that the tables show', () => {
    const trend = trendOf(
      Array.from({ length: 4000 }, (_, index) => 300 + index * index),
      { failed: 9, coarseUs: 4000 },
    );
    const curve = curveModel(trend)!;
    const total = 4009;
    const at = (q: number) => curve.share.findIndex((share) => Math.round(share * total) === rankOf(total, q));
    for (const [name, q] of Object.entries(QUANTILES) as [QuantileName, number][]) {
      // The highest ones are among the failed turns.
      if (trend[name] === null) expect(at(q)).toBe(-1);
      else expect([curve.lower[at(q)], curve.upper[at(q)]]).toEqual(trend.bounds![name]);
    }
    expect(trend.p99_9).toBeNull();
  });

  it('halves the remaining share with each step', () => {
    const ranks = curveRanks(4096);
    for (let beyond = 1; beyond <= 2048; beyond *= 2) expect(ranks).toContain(4096 - beyond);
  });

  it('ends where the failed turns begin', () => {
    const curve = curveModel(trendOf([1000, 2000, 3000], { failed: 1 }))!;
    expect(curve.share).toEqual([0, 0.25, 0.5, 0.75]);
    expect(curve.upper).toEqual([1, 1, 2, 3]);
  });

  it('rises, keeps its bounds ordered and stays small, for any values', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 50_000 }),
        (us, failed, coarseUs) => {
          const { share, upper, lower } = curveModel(trendOf(us, { failed, coarseUs }))!;
          expect(share.length).toBeLessThanOrEqual(66);
          expect([upper.length, lower.length]).toEqual([share.length, share.length]);
          for (const column of [upper, lower]) expect(column).toEqual(column.toSorted((a, b) => a - b));
          expect(new Set(share).size).toBe(share.length);
          expect(share).toEqual(share.toSorted((a, b) => a - b));
          expect(lower.every((value, index) => value <= upper[index]!)).toBe(true);
          expect(share.at(-1)).toBeCloseTo(us.length / (us.length + failed), 6);
        },
      ),
    );
  });

  it('has enough points in the tail of a large run', () => {
    const total = 1_000_000;
    const ranks = curveRanks(total);
    expect(ranks.length).toBeLessThanOrEqual(60);
    expect(ranks.at(-1)).toBe(total);
    expect(ranks.filter((rank) => rank > 0.99 * total).length).toBeGreaterThan(25);
  });

  it('is missing if the report has no histogram or nothing was measured', () => {
    const { histogram: _, ...bare } = trendOf([1000]);
    expect(curveModel(bare)).toBeUndefined();
    expect(curveModel(trendOf([], { failed: 3 }))).toBeUndefined();
  });

  it('without lower bounds has equal bounds', () => {
    const { histogramLower: _, ...single } = trendOf([1000, 5000], { coarseUs: 500 });
    const curve = curveModel(single)!;
    expect(curve.lower).toEqual(curve.upper);
  });

  it('with a damaged histogram is rejected', () => {
    expect(() => curveModel({ ...trendOf([1000]), histogram: 'HISTFAAAAAA' })).toThrow('a histogram cannot be read');
  });
});

describe('the bars of a distribution', () => {
  it('contain every turn once, are adjacent, and number at most 60', () => {
    fc.assert(
      fc.property(values, (us) => {
        const { bars } = curveModel(trendOf(us))!;
        expect(bars.length).toBeLessThanOrEqual(60);
        expect(bars.reduce((sum, [, , count]) => sum + count, 0)).toBe(us.length);
        for (const [index, [from, to, count]] of bars.entries()) {
          expect(from).toBeLessThan(to);
          expect(count).toBeGreaterThan(0);
          if (index > 0) expect(from).toBeGreaterThanOrEqual(bars[index - 1]![1]);
        }
      }),
    );
  });

  it('lie at the values', () => {
    const { bars } = curveModel(trendOf([...Array(90).fill(12_000), ...Array(10).fill(800_000)]))!;
    expect(bars).toHaveLength(2);
    const [fast, slow] = bars;
    expect(fast![0]).toBeLessThanOrEqual(12);
    expect(fast![1]).toBeGreaterThan(12);
    expect(fast![2]).toBe(90);
    expect(slow![0]).toBeLessThanOrEqual(800);
    expect(slow![1]).toBeGreaterThan(800);
  });

  it('are more for more data', () => {
    const few = curveModel(trendOf(Array.from({ length: 30 }, (_, index) => 10_000 + index * 3000)))!;
    const many = curveModel(trendOf(Array.from({ length: 30_000 }, (_, index) => 10_000 + index * 3)))!;
    expect(few.bars.length).toBeLessThanOrEqual(8);
    expect(many.bars.length).toBeGreaterThan(30);
  });
});
