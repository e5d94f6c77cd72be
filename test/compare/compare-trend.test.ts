import { describe, expect, it } from 'vitest';
import { compareTrendByBlocks, compareTrendByRuns } from '../../src/compare/compare-trend.ts';
import { intervalOf } from '../../src/compare/estimate.ts';
import type { TrendEvidence } from '../../src/compare/evidence.ts';
import { quantileDifferenceByRuns } from '../../src/compare/quantile-difference.ts';
import { randomStream } from '../../src/platform/random.ts';
import { coarseCounts, normalDraws } from '../support/random-series.ts';
import { type Simulated, simulateComparison } from '../support/simulated-comparison.ts';

interface Drawn {
  readonly seed: number;
  readonly blocks?: number;
  readonly blockMs?: number;
  readonly each?: number;
  readonly factor?: number;
  readonly failed?: number;
}

function evidence({ seed, blocks = 120, blockMs = 1000, each = 20, factor = 1, failed = 0 }: Drawn): TrendEvidence {
  const draw = normalDraws(seed);
  const drawn = Array.from({ length: blocks }, () =>
    Array.from({ length: each }, () => 4e5 * factor * Math.exp(0.4 * draw())),
  );
  const sorted = drawn.flat().sort((left, right) => left - right);
  const turns = sorted.length + blocks * failed;
  return {
    turns,
    quantileUs: (q) => sorted[Math.ceil(q * turns) - 1] ?? Number.POSITIVE_INFINITY,
    atLeastUs: 30_000_000,
    blocks: () => drawn.map((us) => ({ counts: coarseCounts(us), failed })),
    blockMs,
  };
}

const compare = (base: TrendEvidence, candidate: TrendEvidence, q = 0.5) =>
  compareTrendByBlocks(base, candidate, [q], { stream: randomStream(1, 0, 'test') })[0]!;

describe('a trend of one run per side', () => {
  it('differs by the logarithm of the ratio', () => {
    const { estimate, base, candidate, units, blockMs } = compare(
      evidence({ seed: 1 }),
      evidence({ seed: 2, factor: 1.3 }),
    );
    expect(estimate!.value).toBeCloseTo(Math.log(candidate / base), 12);
    expect(Math.abs(estimate!.value - Math.log(1.3))).toBeLessThan(0.05);
    expect(units).toBeGreaterThanOrEqual(10);
    expect(blockMs).toBeGreaterThanOrEqual(5000);
  });

  it('uses equal blocks if one timeline has longer ones', () => {
    const long = evidence({ seed: 3, blocks: 60, blockMs: 5000, each: 50 });
    const { estimate, blockMs } = compare(evidence({ seed: 4, blocks: 200, each: 15 }), long);
    expect(blockMs! % 1000).toBeCloseTo(0, 6);
    const [low, high] = intervalOf(estimate!, 0.95);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('counts failed turns as slowest, with their lower bound', () => {
    const { estimate, candidate } = compare(evidence({ seed: 5 }), evidence({ seed: 6, failed: 3 }), 0.9);
    expect(candidate).toBe(Number.POSITIVE_INFINITY);
    expect(estimate!.value).toBeGreaterThan(Math.log(30));
    expect(intervalOf(estimate!, 0.95)[0]).toBeGreaterThan(1);
  });

  it.each([
    ['baseline: 240 of 400 turns; run for at least 3m 20s', { seed: 7, each: 2 }, {}],
    ['candidate: 240 of 400 turns; run for at least 3m 20s', {}, { seed: 7, each: 2 }],
    [
      'baseline: 6 of 10 independent blocks of 5 s; run for at least 50 s; candidate: 6 of 10 independent blocks of 5 s; run for at least 50 s',
      { blocks: 30, each: 40 },
      { blocks: 30, each: 40 },
    ],
    ['both lie among failed turns', { failed: 3 }, { failed: 3 }],
  ])('does not have enough data: %s', (why, base, candidate) => {
    const finding = compare(evidence({ seed: 8, ...base }), evidence({ seed: 9, ...candidate }), 0.95);
    expect(finding).toMatchObject({ estimate: undefined, why });
  });

  it('cannot be compared without histograms over time', () => {
    const without = { ...evidence({ seed: 1 }), blocks: () => undefined };
    expect(compare(without, evidence({ seed: 2 })).why).toContain('no histograms of it over time');
  });
});

describe('a trend of several runs per side', () => {
  it("has Welch's interval of the logarithms", () => {
    const estimate = quantileDifferenceByRuns([1e5, 1.1e5, 1.2e5], [1.5e5, 1.4e5, 1.3e5, 1.6e5]);
    const logs = (values: number[]) => values.map(Math.log);
    const [a, b] = [logs([1, 1.1, 1.2]), logs([1.5, 1.4, 1.3, 1.6])];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = (values: number[]) =>
      values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
    expect(estimate.value).toBeCloseTo(mean(b) - mean(a), 12);
    expect(estimate.value / estimate.t).toBeCloseTo(Math.sqrt(variance(a) / 3 + variance(b) / 4), 4);
    expect(estimate.df).toBeGreaterThan(2);
    expect(estimate.df).toBeLessThan(5);
  });

  it('needs enough turns in all runs together, and no blocks', () => {
    const short = (seed: number) => ({ ...evidence({ seed, blocks: 10, each: 15 }), blocks: () => undefined });
    const [finding] = compareTrendByRuns([1, 2, 3].map(short), [4, 5, 6].map(short), [0.95]);
    expect(finding!.estimate).toBeDefined();
    const [few] = compareTrendByRuns([1, 2].map(short), [4, 5, 6].map(short), [0.95]);
    expect(few!.why).toBe('baseline: 300 of 400 turns');
  });
});

describe('comparisons of simulated runs (in full in test/bench/compare-proof.mjs)', () => {
  const margin = { relative: 0.1, absoluteMs: 50 };
  const level = { deviation: 0.1, rho: 0.8 };
  const share = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length / items.length;
  const trials = (setup: Omit<Simulated, 'turns'> & { turns?: number }, count: number) =>
    Array.from({ length: count }, (_, number) => simulateComparison({ turns: 2500, ...setup }, number));

  it('cover the truth and detect relevant changes although levels drift', () => {
    const setup = { seconds: 600, blockMs: 5000, level, margin };
    const same = trials({ ...setup, factor: 1 }, 50);
    expect(share(same, ({ slower }) => slower)).toBeLessThanOrEqual(0.05);
    expect(
      share(
        same.flatMap(({ held }) => held),
        (held) => held,
      ),
    ).toBeGreaterThan(0.84);
    expect(share(trials({ ...setup, factor: 1.2 }, 25), ({ slower }) => slower)).toBeGreaterThanOrEqual(0.9);
  });

  it('report not enough data for a minute of drifting levels', () => {
    expect(
      share(
        trials({ seconds: 60, turns: 10_000, blockMs: 1000, level, margin, factor: 1 }, 30),
        ({ refused }) => refused,
      ),
    ).toBeGreaterThan(0.9);
  });

  it('of several runs include run-to-run variation; one run per side does not', () => {
    const noisy = {
      seconds: 120,
      blockMs: 1000,
      margin: { relative: 0.03, absoluteMs: 0 },
      runDeviation: 0.05,
      factor: 1,
    };
    const [several, single] = [trials({ ...noisy, runsEach: 4 }, 25), trials(noisy, 40)];
    expect(share(several, ({ slower }) => slower)).toBeLessThanOrEqual(0.08);
    expect(share(single, ({ slower }) => slower)).toBeGreaterThan(0.15);
  });
});
