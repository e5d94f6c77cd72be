import { describe, expect, it } from 'vitest';
import { DurationQuantiles } from '../../src/platform/quantiles.ts';

describe('quantiles of durations', () => {
  it('are zero without values', () => {
    expect(new DurationQuantiles().summary()).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
  });

  it('are in milliseconds with three significant digits', () => {
    const quantiles = new DurationQuantiles();
    for (let ms = 1; ms <= 1000; ms += 1) quantiles.recordUs(ms * 1000);
    const { count, p50, p95, p99, max } = quantiles.summary();
    expect(count).toBe(1000);
    for (const [found, truth] of [
      [p50, 500],
      [p95, 950],
      [p99, 990],
      [max, 1000],
    ] as const) {
      expect(Math.abs(found - truth) / truth).toBeLessThan(0.001);
    }
  });

  it('clamp values outside their range', () => {
    const quantiles = new DurationQuantiles();
    quantiles.recordUs(-5);
    quantiles.recordUs(1e12);
    expect(quantiles.summary().count).toBe(2);
    expect(quantiles.summary().max).toBeCloseTo(3_600_000, -4);
  });
});
