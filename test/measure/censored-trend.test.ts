import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CensoredTrend } from '../../src/measure/censored-trend.ts';
import { LatencyHistogram } from '../../src/measure/histogram.ts';
import { QUANTILES, sampleSupport } from '../../src/measure/quantile.ts';

type Edges = readonly [lower: number, width: number];

function trendOf(values: readonly Edges[], censored: Readonly<Record<string, readonly number[]>>): CensoredTrend {
  const [upper, lower] = [new LatencyHistogram(), new LatencyHistogram()];
  for (const [low, width] of values) {
    lower.record(low);
    upper.record(low + width);
  }
  const reasons = Object.entries(censored).map(
    ([reason, waits]) => [reason, { count: waits.length, shortestUs: Math.min(...waits) }] as const,
  );
  return new CensoredTrend(
    values.length > 0 ? upper : undefined,
    values.length > 0 ? lower : undefined,
    new Map(reasons),
  );
}

const edges = fc.array(fc.tuple(fc.nat({ max: 20_000_000 }), fc.nat({ max: 50_000 })), { maxLength: 300 });
const waits = fc.array(fc.integer({ min: 1000, max: 30_000_000 }), { minLength: 1, maxLength: 30 });

describe('a trend with turns that never got a value', () => {
  it('gives the quantiles of sorting everything, failed turns behind all others', () => {
    const censored = fc.record({ 'timed-out': waits, silent: waits, interrupted: waits }, { requiredKeys: [] });
    fc.assert(
      fc.property(edges, censored, fc.constantFrom(...Object.values(QUANTILES)), (values, without, q) => {
        const reading = trendOf(values, without).quantile(q);
        const failed = [...(without['timed-out'] ?? []), ...(without.silent ?? [])];
        const count = values.length + failed.length;
        if (count === 0) return void expect(reading.kind).toBe('none');
        const uppers = values.map(([low, width]) => low + width).sort((a, b) => a - b);
        const lowers = values.map(([low]) => low).sort((a, b) => a - b);
        // The smallest rank that leaves at most the share 1 − q above it, found by trying.
        let rank = 1;
        while (rank / count < q - 1e-9) rank++;
        if (rank > values.length) {
          const atLeastUs = Math.max(uppers.at(-1) ?? 0, Math.min(...failed));
          return void expect(reading).toMatchObject({ kind: 'censored', atLeastUs });
        }
        if (reading.kind !== 'measured') return expect.fail(reading.kind);
        expect(reading.upperUs).toBeGreaterThanOrEqual(uppers[rank - 1]!);
        expect(reading.upperUs).toBeLessThanOrEqual(uppers[rank - 1]! * 1.001);
        expect(reading.lowerUs).toBeLessThanOrEqual(lowers[rank - 1]!);
        expect(reading.lowerUs).toBeGreaterThanOrEqual(lowers[rank - 1]! * 0.999);
      }),
      { numRuns: 200 },
    );
  });

  it('cannot be made faster by failing the slow turns', () => {
    const fast = Array.from({ length: 90 }, (): Edges => [100_000, 0]);
    const slow = Array.from({ length: 10 }, (): Edges => [9_000_000, 0]);
    const honest = trendOf([...fast, ...slow], {}).quantile(0.95);
    const failing = trendOf(fast, { 'timed-out': slow.map(() => 8_000_000) }).quantile(0.95);
    expect(honest).toMatchObject({ kind: 'measured' });
    expect(failing).toMatchObject({ kind: 'censored', atLeastUs: 8_000_000 });
  });

  it('leaves interrupted turns and those without an expected reply out of the ranks', () => {
    const trend = trendOf([[1000, 0]], { interrupted: [50], 'none-expected': [60, 70] });
    expect([trend.measured, trend.ranked]).toEqual([1, 0]);
    expect(trend.quantile(0.99)).toMatchObject({ kind: 'measured', upperUs: 1000 });
  });

  it.each([
    [0.5, 20, 2],
    [0.9, 100, 10],
    [0.95, 200, 20],
    [0.99, 1000, 100],
  ])('knows how many turns quantile %f needs: %i, and %i at the very least', (q, enough, least) => {
    expect([enough, enough - 1, least, least - 1].map((count) => sampleSupport(count, q))).toEqual([
      'enough',
      'few',
      'few',
      'maximum',
    ]);
  });

  it('puts an interval beside a quantile of few turns, open where it reaches the failed ones', () => {
    const values = Array.from({ length: 95 }, (_, index): Edges => [(index + 1) * 10_000, 0]);
    const reading = trendOf(values, { cut: [5_000_000, 6_000_000, 7_000_000, 8_000_000, 9_000_000] }).quantile(0.95);
    if (reading.kind !== 'measured') return expect.fail(reading.kind);
    expect(reading.support).toBe('few');
    expect(reading.interval?.lowerUs).toBeLessThan(950_000);
    expect(reading.interval?.upperUs).toBeUndefined();
  });
});
