import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CensoredTrend } from '../../src/measure/censored-trend.ts';
import { LatencyHistogram } from '../../src/measure/histogram/histogram.ts';
import { QUANTILES, sampleSupport } from '../../src/measure/histogram/quantile.ts';

type Edges = readonly [lower: number, width: number];

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function trendOf(values: readonly Edges[], censored: Readonly<Record<string, readonly number[]>>): CensoredTrend {
  const upper = histogramOf(values.map(([low, width]) => low + width));
  const lower = histogramOf(values.map(([low]) => low));
  const elapsed = censored.interrupted ?? [];
  const reasons = Object.entries(censored).map(
    ([reason, waits]) => [reason, { count: waits.length, shortestUs: Math.min(...waits) }] as const,
  );
  return new CensoredTrend(
    values.length > 0 ? upper : undefined,
    values.length > 0 ? lower : undefined,
    new Map(reasons),
    elapsed.length > 0
      ? { elapsed: histogramOf(elapsed), all: histogramOf([...values.map(([low]) => low), ...elapsed]) }
      : undefined,
  );
}

/** The smallest rank that leaves at most the share 1 − q above it, found by trying. */
function rankAt(count: number, q: number): number {
  let rank = 1;
  while (rank / count < q - 1e-9) rank++;
  return rank;
}

const ascending = (left: number, right: number) => left - right;

const edges = fc.array(fc.tuple(fc.nat({ max: 20_000_000 }), fc.nat({ max: 50_000 })), { maxLength: 300 });
const waits = fc.array(fc.integer({ min: 1000, max: 30_000_000 }), { minLength: 1, maxLength: 30 });

describe('a trend with turns without a value', () => {
  it('has the quantile bounds of sorting everything: failed turns last, interrupted ones first with their elapsed time, then last', () => {
    const censored = fc.record({ 'timed-out': waits, silent: waits, interrupted: waits }, { requiredKeys: [] });
    fc.assert(
      fc.property(edges, censored, fc.constantFrom(...Object.values(QUANTILES)), (values, without, q) => {
        const reading = trendOf(values, without).quantile(q);
        const failed = [...(without['timed-out'] ?? []), ...(without.silent ?? [])];
        const interrupted = without.interrupted ?? [];
        const count = values.length + failed.length + interrupted.length;
        if (count === 0) return void expect(reading.kind).toBe('none');
        const uppers = values.map(([low, width]) => low + width).sort(ascending);
        const best = [...values.map(([low]) => low), ...interrupted].sort(ascending);
        const rank = rankAt(count, q);
        if (rank > best.length) {
          const atLeastUs = Math.max(uppers.at(-1) ?? 0, Math.min(...failed));
          return void expect(reading).toMatchObject({ kind: 'censored', how: 'failed', atLeastUs });
        }
        if (reading.kind === 'none') return expect.fail();
        const lowerUs = reading.kind === 'measured' ? reading.lowerUs : reading.atLeastUs;
        expect(lowerUs).toBeLessThanOrEqual(best[rank - 1]!);
        expect(lowerUs).toBeGreaterThanOrEqual(best[rank - 1]! * 0.999);
        if (reading.kind === 'censored')
          return void expect([reading.how, rank > values.length]).toEqual(['interrupted', true]);
        expect(reading.upperUs).toBeGreaterThanOrEqual(uppers[rank - 1]!);
        expect(reading.upperUs).toBeLessThanOrEqual(uppers[rank - 1]! * 1.001);
      }),
      { numRuns: 300 },
    );
  });

  it('does not become faster when slow turns fail', () => {
    const fast = Array.from({ length: 90 }, (): Edges => [100_000, 0]);
    const slow = Array.from({ length: 10 }, (): Edges => [9_000_000, 0]);
    const honest = trendOf([...fast, ...slow], {}).quantile(0.95);
    const failing = trendOf(fast, { 'timed-out': slow.map(() => 8_000_000) }).quantile(0.95);
    expect(honest).toMatchObject({ kind: 'measured' });
    expect(failing).toMatchObject({ kind: 'censored', atLeastUs: 8_000_000 });
  });

  it('excludes turns without an expected reply from the ranks', () => {
    const trend = trendOf([[1000, 0]], { 'none-expected': [60, 70] });
    expect([trend.measured, trend.failed, trend.ranked]).toEqual([1, 0, 1]);
    expect(trend.quantile(0.99)).toMatchObject({ kind: 'measured', upperUs: 1000 });
  });

  it('uses the elapsed time of an interrupted turn as lower bound', () => {
    const trend = trendOf([[1000, 0]], { interrupted: [5000] });
    expect([trend.measured, trend.failed, trend.interrupted, trend.ranked]).toEqual([1, 0, 1, 2]);
    expect(trend.quantile(0.99)).toMatchObject({ kind: 'censored', how: 'interrupted', atLeastUs: 5000 });
    expect(trend.quantile(0.5)).toMatchObject({ kind: 'measured', lowerUs: 1000, upperUs: 1000 });
    expect(trend.maxBounds).toEqual({ lowerUs: 5000, upperUs: Number.POSITIVE_INFINITY });
    expect(trend.meanBounds(30_000)).toEqual({ lowerUs: 3000, upperUs: 15_500 });
    expect(trend.withoutInterrupted().meanBounds(30_000)).toEqual({ lowerUs: 1000, upperUs: 1000 });
  });

  it.each([
    [0.5, 20, 2],
    [0.9, 100, 10],
    [0.95, 200, 20],
    [0.99, 1000, 100],
  ])('knows how many turns quantile %f needs: %i, and the minimum %i', (q, enough, least) => {
    expect([enough, enough - 1, least, least - 1].map((count) => sampleSupport(count, q))).toEqual([
      'enough',
      'few',
      'few',
      'maximum',
    ]);
  });

  it('has an interval for a quantile of few turns, unlimited if it reaches failed turns', () => {
    const values = Array.from({ length: 95 }, (_, index): Edges => [(index + 1) * 10_000, 0]);
    const reading = trendOf(values, { cut: [5_000_000, 6_000_000, 7_000_000, 8_000_000, 9_000_000] }).quantile(0.95);
    if (reading.kind !== 'measured') return expect.fail(reading.kind);
    expect(reading.support).toBe('few');
    expect(reading.interval?.lowerUs).toBeLessThan(950_000);
    expect(reading.interval?.upperUs).toBeUndefined();
  });
});
