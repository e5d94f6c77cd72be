import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, drawMs, meanMs, medianMs, parseDistribution } from '../../src/platform/distribution.ts';
import { randomStream } from '../../src/platform/random.ts';

const FORMS: [string, Distribution][] = [
  ['2s', { kind: 'constant', ms: 2000 }],
  ['2s..5s', { kind: 'uniform', fromMs: 2000, toMs: 5000 }],
  ['2s..2s', { kind: 'uniform', fromMs: 2000, toMs: 2000 }],
  ['normal 3s 1s', { kind: 'normal', meanMs: 3000, deviationMs: 1000 }],
  ['lognormal  400ms 0.4', { kind: 'lognormal', medianMs: 400, sigma: 0.4 }],
  ['lognormal 3s 3', { kind: 'lognormal', medianMs: 3000, sigma: 3 }],
  [' exponential 3s ', { kind: 'exponential', meanMs: 3000 }],
];

describe('a distribution', () => {
  it.each(FORMS)('accepts %j', (text, distribution) => {
    expect(parseDistribution(text)).toEqual(distribution);
  });

  it.each([
    '',
    '2',
    '5s..2s',
    '2s..',
    '..2s',
    '1s..2s..3s',
    '2s .. 5s',
    'normal 3s',
    'normal 3s 0.4',
    'normal 3s 1s 1s',
    'lognormal 3s 3.1',
    'lognormal 3s 1s',
    'lognormal 3s -1',
    'lognormal 3s',
    'exponential',
    'exponential 3s 1s',
    'uniform 2s 5s',
    'gaussian 3s 1s',
    'constructor 3s 1',
  ])('rejects %j', (text) => {
    expect(parseDistribution(text)).toBeUndefined();
  });

  const draws = (distribution: Distribution, count: number, seed = 1) => {
    const stream = randomStream(seed, 0, 'draws');
    return Array.from({ length: count }, () => drawMs(distribution, stream));
  };

  it.each(FORMS)(
    'draws %s from the stream: the same values for the same stream, others for another',
    (_text, distribution) => {
      expect(draws(distribution, 20)).toEqual(draws(distribution, 20));
      const varied = distribution.kind !== 'constant' && distribution.kind !== 'uniform';
      if (varied) expect(draws(distribution, 20)).not.toEqual(draws(distribution, 20, 2));
    },
  );

  it.each(['2s', '2s..5s', 'normal 3s 200ms', 'lognormal 3s 0.5', 'exponential 3s'])(
    '%s: half of the values are below its median',
    (text) => {
      const distribution = parseDistribution(text)!;
      const median = draws(distribution, 4001).sort((left, right) => left - right)[2000]!;
      expect(median / medianMs(distribution)).toBeGreaterThan(0.95);
      expect(median / medianMs(distribution)).toBeLessThan(1.05);
    },
  );

  it('varies as its parameters specify', () => {
    const uniform = draws({ kind: 'uniform', fromMs: 2000, toMs: 5000 }, 2000);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(2000);
    expect(Math.min(...uniform)).toBeLessThan(2050);
    expect(Math.max(...uniform)).toBeLessThanOrEqual(5000);
    expect(Math.max(...uniform)).toBeGreaterThan(4950);
    // One standard deviation below and above the mean lie 68.3 % of a normal distribution, and of a lognormal's logarithm.
    const within = (values: readonly number[], from: number, to: number) =>
      values.filter((value) => value > from && value < to).length / values.length;
    expect(within(draws({ kind: 'normal', meanMs: 3000, deviationMs: 500 }, 4000), 2500, 3500)).toBeCloseTo(0.683, 1);
    const lognormal = draws({ kind: 'lognormal', medianMs: 1000, sigma: 0.5 }, 4000);
    expect(within(lognormal, 1000 * Math.exp(-0.5), 1000 * Math.exp(0.5))).toBeCloseTo(0.683, 1);
    const exponential = draws({ kind: 'exponential', meanMs: 1000 }, 4000);
    expect(exponential.reduce((sum, value) => sum + value, 0) / 4000 / 1000).toBeCloseTo(1, 1);
  });

  it.each([
    ['50ms', 50],
    ['2s..5s', 3500],
    ['normal 3s 500ms', 3000],
    ['exponential 3s', 3000],
    ['lognormal 60ms 0.4', 65],
  ])('of %s has a mean of %i ms', (text, mean) => {
    const distribution = parseDistribution(text)!;
    expect(meanMs(distribution)).toBeCloseTo(mean, 0);
    const drawn = draws(distribution, 4000);
    expect(drawn.reduce((sum, ms) => sum + ms, 0) / 4000 / mean).toBeCloseTo(1, 1);
  });

  it('never draws below zero or above an hour', () => {
    const wild = fc.constantFrom<Distribution>(
      { kind: 'normal', meanMs: 0, deviationMs: 1e9 },
      { kind: 'lognormal', medianMs: 3_000_000, sigma: 3 },
      { kind: 'exponential', meanMs: 1e12 },
      { kind: 'lognormal', medianMs: 0, sigma: 3 },
      { kind: 'exponential', meanMs: 0 },
      { kind: 'constant', ms: 1e9 },
    );
    fc.assert(
      fc.property(wild, fc.integer(), (distribution, seed) => {
        for (const ms of draws(distribution, 5, seed)) {
          expect(ms).toBeGreaterThanOrEqual(0);
          expect(ms).toBeLessThanOrEqual(3_600_000);
        }
      }),
    );
  });
});
