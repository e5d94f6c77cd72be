import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OpenLoad, piecesOf, plannedEndMs, type RateStage } from '../../src/load/load-profile.ts';
import { expectedArrivals, Pacer } from '../../src/load/pacer.ts';
import { arrivalsOf, instantsOf, openLoadOf, rateStages } from '../support/open-load.ts';

/** The integral of the rate up to `tMs`, piece by piece: what the pacer inverts. */
function areaUntil(load: OpenLoad, tMs: number): number {
  return piecesOf(load).reduce((sum, { fromMs, toMs, from, to }) => {
    const seconds = Math.max(0, Math.min(tMs, toMs) - fromMs) / 1000;
    const slope = Number.isFinite(toMs) ? (to - from) / ((toMs - fromMs) / 1000) : 0;
    return sum + from * seconds + (slope * seconds * seconds) / 2;
  }, 0);
}

const durations = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120_000 }));
const rates = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0.01, max: 60, noNaN: true }),
  // Nearly the same again and again: ramps without a slope to speak of.
  fc.double({ min: 9.999_999, max: 10.000_001, noNaN: true }),
);
const stages: fc.Arbitrary<RateStage[]> = fc
  .array(fc.record({ durationMs: durations, ratePerSecond: rates }), { minLength: 1, maxLength: 6 })
  .filter((list) => list.some(({ durationMs, ratePerSecond }) => durationMs > 0 && ratePerSecond > 0));
const anyLoad = fc
  .record({ stages, arrivals: fc.constantFrom('uniform' as const, 'poisson' as const) })
  .map((input) => openLoadOf(input));

describe('the pacer', () => {
  it.each([
    ['a constant rate', openLoadOf({ ratePerSecond: 5, durationMs: 1000 }), [0, 200, 400, 600, 800]],
    ['a slow rate', openLoadOf({ ratePerSecond: 0.1, durationMs: 25_000 }), [0, 10_000, 20_000]],
    // A(t) = t² / 2: arrival n at √2n.
    [
      'a ramp from nothing',
      openLoadOf({ stages: rateStages([4000, 4]) }),
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => Math.round(Math.sqrt(2 * n) * 1e6) / 1000),
    ],
    // A(t) = 4t − t² / 2 after the jump: arrival n at 4 − √(16 − 2n).
    [
      'a ramp to nothing',
      openLoadOf({ stages: rateStages([0, 4], [4000, 0]) }),
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => Math.round((4 - Math.sqrt(16 - 2 * n)) * 1e6) / 1000),
    ],
    [
      'a pause between two levels',
      openLoadOf({ stages: rateStages([0, 2], [1000, 2], [0, 0], [5000, 0], [0, 2], [1000, 2]) }),
      [0, 500, 6000, 6500],
    ],
    ['a late beginning', openLoadOf({ stages: rateStages([3000, 0], [0, 2], [1000, 2]) }), [3000, 3500]],
    ['a jump up', openLoadOf({ stages: rateStages([0, 1], [2000, 1], [0, 4], [500, 4]) }), [0, 1000, 2000, 2250]],
    ['a number of conversations, of any duration', openLoadOf({ ratePerSecond: 10, conversations: 3 }), [0, 100, 200]],
    ['whichever ends first', openLoadOf({ ratePerSecond: 10, durationMs: 60_000, conversations: 2 }), [0, 100]],
  ])('computes when the arrivals of %s are due', (_name, load, expected) => {
    expect(instantsOf(load)).toEqual(expected);
  });

  it('inverts the integral of the rate: at the n-th arrival it equals n', () => {
    fc.assert(
      fc.property(stages, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const load = openLoadOf({ stages: list });
        const pacer = new Pacer(load);
        const count = share * (pacer.total - 1e-6);
        const offsetUs = pacer.offsetUs(count)!;
        expect(offsetUs).toBeGreaterThanOrEqual(0);
        expect(offsetUs / 1000).toBeLessThanOrEqual(plannedEndMs(load));
        expect(Math.abs(areaUntil(load, offsetUs / 1000) - count)).toBeLessThan(2e-6 * Math.max(1, count));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('is accurate for tiny and huge rates, and over a week', () => {
    const day = 86_400_000;
    for (const ratePerSecond of [1 / 86_400, 0.001, 1, 5000, 100_000]) {
      const load = openLoadOf({ stages: rateStages([7 * day, ratePerSecond]) });
      const pacer = new Pacer(load);
      for (const share of [0, 1e-6, 0.3, 0.999_999]) {
        const count = share * pacer.total;
        const backMs = pacer.offsetUs(count)! / 1000;
        expect(Math.abs(areaUntil(load, backMs) - count)).toBeLessThanOrEqual(1e-6 * Math.max(1, count));
      }
    }
  });

  it('never makes an arrival due before its predecessor, while the rate is 0, or after the end', () => {
    fc.assert(
      fc.property(anyLoad, fc.integer({ min: 0, max: 9 }), (load, seed) => {
        let lastUs = 0;
        for (const { atUs } of arrivalsOf({ ...load, conversations: 500 }, seed)) {
          expect(atUs).toBeGreaterThanOrEqual(lastUs);
          expect(atUs / 1000).toBeLessThanOrEqual(plannedEndMs(load));
          const within = piecesOf(load).filter(
            ({ fromMs, toMs, from, to }) => from + to === 0 && fromMs + 1e-3 < atUs / 1000 && atUs / 1000 < toMs - 1e-3,
          );
          expect(within).toEqual([]);
          lastUs = atUs;
        }
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('yields the expected number of uniform arrivals', () => {
    fc.assert(
      fc.property(stages, (list) => {
        const load = openLoadOf({ stages: list });
        fc.pre(expectedArrivals(load) < 3000);
        expect(arrivalsOf(load)).toHaveLength(expectedArrivals(load));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('the shards of an open load', () => {
  it('together have all arrivals, each once and at the same time', () => {
    fc.assert(
      fc.property(anyLoad, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 5 }), (load, count, seed) => {
        const short = { ...load, conversations: 300 };
        const shares = Array.from({ length: count }, (_, index) => arrivalsOf(short, seed, index, count));
        for (const [index, share] of shares.entries())
          expect(share.every(({ number }) => number % count === index)).toBe(true);
        const together = shares.flat().sort((left, right) => left.number - right.number);
        const whole = arrivalsOf(short, seed);
        expect(together.map(({ number }) => number)).toEqual(whole.map(({ number }) => number));
        for (const [at, { atUs }] of together.entries()) expect(atUs).toBeCloseTo(whole[at]!.atUs, 3);
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});

describe('Poisson arrivals', () => {
  const load = openLoadOf({ ratePerSecond: 20, durationMs: 500_000, arrivals: 'poisson' });

  it('are the same for the same seed and differ for another', () => {
    expect(arrivalsOf(load, 7)).toEqual(arrivalsOf(load, 7));
    expect(instantsOf(load, 8).slice(0, 20)).not.toEqual(instantsOf(load, 7).slice(0, 20));
  });

  it('have the configured rate, with gaps whose standard deviation equals their mean', () => {
    const instants = instantsOf(load, 3);
    const gaps = instants.slice(1).map((at, index) => at - instants[index]!);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // 10,000 arrivals: the mean gap of 50 ms is known to 1 % (two standard errors: 1 ms).
    expect(Math.abs(instants.length - 10_000)).toBeLessThan(300);
    expect(mean).toBeGreaterThan(48.5);
    expect(mean).toBeLessThan(51.5);
    expect(deviation / mean).toBeGreaterThan(0.95);
    expect(deviation / mean).toBeLessThan(1.05);
  });

  it('follow a ramp: a quarter of them in the first half', () => {
    const ramp = openLoadOf({ stages: rateStages([400_000, 40]), arrivals: 'poisson' });
    const instants = instantsOf(ramp, 5);
    const early = instants.filter((at) => at < 200_000).length;
    expect(early / instants.length).toBeGreaterThan(0.23);
    expect(early / instants.length).toBeLessThan(0.27);
  });
});
