import { describe, expect, it } from 'vitest';
import { type QuantileInterval, quantileInterval } from '../../src/compare/quantile-interval.ts';
import { coarseCounts, firstOrderSeries, normalDraws } from '../support/random-series.ts';

interface Run {
  readonly seed: number;
  readonly blocks: number;
  readonly each: number;
  readonly failed?: number;
  /** Of the level from block to block. */
  readonly rho?: number;
}

/** Turns around 400 ms, lognormal(0.4); the level of a block wanders by 10 % where `rho` says how. */
function lognormalRun({ seed, blocks, each, failed = 0, rho }: Run) {
  const draw = normalDraws(seed, 'turns');
  const levels = rho === undefined ? [] : firstOrderSeries(seed, blocks, rho);
  return Array.from({ length: blocks }, (_, block) => ({
    counts: coarseCounts(Array.from({ length: each }, () => 4e5 * Math.exp(0.4 * draw() + 0.1 * (levels[block] ?? 0)))),
    failed,
  }));
}

const Z95 = 1.6448536;

function known(interval: QuantileInterval) {
  if (interval.kind !== 'interval') throw new Error(interval.why);
  return interval;
}

describe('the interval of a quantile', () => {
  it('is as wide as theory says where turns are independent', () => {
    const { estimateUs, lowerUs, upperUs, blocks } = known(
      quantileInterval(lognormalRun({ seed: 1, blocks: 600, each: 20 }), 0.5),
    );
    expect(blocks).toBeGreaterThan(60);
    expect(estimateUs / 4e5).toBeCloseTo(1, 1);
    // sqrt(q (1 − q) / n) / density of the logarithm, both ways.
    const half = (1.96 * Math.sqrt(0.25 / 12_000)) / (0.39894 / 0.4);
    expect(Math.log(upperUs / estimateUs)).toBeCloseTo(Math.log(estimateUs / lowerUs), 10);
    expect(Math.log(upperUs / estimateUs) / half).toBeGreaterThan(0.8);
    expect(Math.log(upperUs / estimateUs) / half).toBeLessThan(1.3);
  });

  it.each([undefined, 0.8])('holds the truth 19 times of 20 (ρ %s)', (rho) => {
    const truth = { 0.5: 4e5, 0.95: 4e5 * Math.exp(Z95 * Math.hypot(0.4, rho ? 0.1 : 0)) };
    for (const [q, value] of Object.entries(truth)) {
      const held = Array.from({ length: 75 }, (_, seed) => {
        const blocks = lognormalRun({ seed, blocks: 400, each: 6, ...(rho !== undefined && { rho }) });
        const { lowerUs, upperUs } = known(quantileInterval(blocks, Number(q), { seed, blockMs: 1000 }));
        return lowerUs <= value && value <= upperUs;
      }).filter(Boolean).length;
      expect(held / 75).toBeGreaterThan(0.88);
    }
  });

  it('is the same for the same seed, and narrower with less confidence', () => {
    const run = lognormalRun({ seed: 2, blocks: 100, each: 20 });
    const wide = known(quantileInterval(run, 0.9));
    expect(quantileInterval(run, 0.9)).toEqual(wide);
    expect(known(quantileInterval(run, 0.9, { confidence: 0.9 })).upperUs).toBeLessThan(wide.upperUs);
  });

  it('ranks failed turns above all others', () => {
    const fine = known(quantileInterval(lognormalRun({ seed: 3, blocks: 100, each: 20 }), 0.9));
    const some = known(quantileInterval(lognormalRun({ seed: 3, blocks: 100, each: 20, failed: 1 }), 0.9));
    expect(some.estimateUs).toBeGreaterThan(fine.estimateUs);
    expect(some.upperUs).toBeLessThan(Number.POSITIVE_INFINITY);
    const many = known(quantileInterval(lognormalRun({ seed: 3, blocks: 100, each: 20, failed: 4 }), 0.9));
    expect(many).toMatchObject({ estimateUs: Infinity, lowerUs: Infinity, upperUs: Infinity });
  });

  it('has no upper end where the quantile may lie among failed turns', () => {
    // 9.1 % fail, but not in every stretch of time.
    const run = lognormalRun({ seed: 4, blocks: 100, each: 20 }).map((block, index) => ({
      ...block,
      failed: index % 10 < 5 ? 4 : 0,
    }));
    const { estimateUs, lowerUs, upperUs } = known(quantileInterval(run, 0.9));
    expect(estimateUs).toBeLessThan(Infinity);
    expect(lowerUs).toBeLessThan(estimateUs);
    expect(upperUs).toBe(Infinity);
  });

  it('refuses what says too little, and says why', () => {
    expect(quantileInterval(lognormalRun({ seed: 5, blocks: 100, each: 3 }), 0.95)).toEqual({
      kind: 'not-enough-data',
      why: '300 turns, p95 needs 400',
    });
    const short = lognormalRun({ seed: 5, blocks: 20, each: 100 });
    expect(quantileInterval(short, 0.5)).toMatchObject({ why: expect.stringContaining('4 independent stretches') });
    expect(quantileInterval(short, 0.5, { leastBlocks: 4 })).toMatchObject({ kind: 'interval', blocks: 4 });
    expect(quantileInterval([], 0.5)).toMatchObject({ kind: 'not-enough-data' });
  });

  it('knows nothing better than a bucket is wide', () => {
    const run = Array.from({ length: 50 }, () => ({ counts: coarseCounts(Array(20).fill(50_000)), failed: 0 }));
    const { estimateUs, lowerUs, upperUs } = known(quantileInterval(run, 0.5));
    expect(lowerUs).toBeLessThan(50_000);
    expect(upperUs).toBeGreaterThan(50_000);
    expect(estimateUs).toBeCloseTo(50_000, -3);
  });
});
