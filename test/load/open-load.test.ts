import { describe, expect, it } from 'vitest';
import { plannedEndMs, targetAt } from '../../src/load/load-profile.ts';
import { type OpenLoadInput, openLoad, peakRate } from '../../src/load/open-load.ts';
import { expectedArrivals } from '../../src/load/pacer.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { openLoadOf, rateStages } from '../support/open-load.ts';

describe('an open load', () => {
  it('with a rate and a duration jumps to its level and ends', () => {
    const load = openLoadOf({ ratePerSecond: 5, durationMs: 60_000 });
    expect(load).toMatchObject({ arrivals: 'uniform', whenFull: 'drop', maxVus: 100, warmUpMs: 0, measure: 'all' });
    expect([plannedEndMs(load), expectedArrivals(load), peakRate(load.stages)]).toEqual([60_000, 300, 5]);
    expect([0, 59_999, 60_000].map((t) => targetAt(load, t))).toEqual([5, 5, 0]);
  });

  it('with a rate and a number of conversations has no planned end', () => {
    const load = openLoadOf({ ratePerSecond: 5, conversations: 20 });
    expect([plannedEndMs(load), expectedArrivals(load)]).toEqual([Number.POSITIVE_INFINITY, 20]);
    expect(targetAt(load, 1e9)).toBe(5);
  });

  it('with stages starts at 0', () => {
    const load = openLoadOf({ stages: rateStages([10_000, 10], [10_000, 10]) });
    expect([0, 5000, 15_000].map((t) => targetAt(load, t))).toEqual([0, 5, 10]);
    expect(expectedArrivals(load)).toBe(150);
  });

  it.each<[string, Partial<OpenLoadInput>, RegExp]>([
    ['nothing at all', {}, /rate is missing; use a rate/],
    [
      'a rate without an end',
      { ratePerSecond: 5 },
      /duration is missing; add an end to the load: duration, conversations or stages/,
    ],
    [
      'a rate of 0',
      { ratePerSecond: 0, durationMs: 1000 },
      /rate must be greater than 0 and at most 100,000\/s \(got 0\/s\)/,
    ],
    ['too high a rate', { ratePerSecond: 1e6, durationMs: 1000 }, /at most 100,000\/s/],
    ['a rate that is no number', { ratePerSecond: Number.NaN, durationMs: 1000 }, /rate .* \(got NaN/],
    ['a duration of 0', { ratePerSecond: 5, durationMs: 0 }, /duration must be greater than 0s \(got 0s\)/],
    ['a rate and stages', { ratePerSecond: 5, stages: rateStages([1000, 5]) }, /rate cannot be combined with stages/],
    [
      'no users',
      { ratePerSecond: 5, durationMs: 1000, maxVus: 0 },
      /maxVus must be a whole number from 1 to 1,000,000 \(got 0\)/,
    ],
    ['stages without time', { stages: rateStages([0, 5]) }, /stages must have at least one stage longer than 0s/],
    [
      'stages without arrivals',
      { stages: rateStages([1000, 0]) },
      /stages must plan at least one arrival; raise the rate/,
    ],
    ['a negative rate', { stages: rateStages([1000, -5]) }, /rates from 0 to 100,000\/s \(stage 1 has/],
    ['a warm-up as long as itself', { ratePerSecond: 5, durationMs: 1000, warmUpMs: 1000 }, /warmUp must be shorter/],
    [
      'ramps alone, measured where steady',
      { stages: rateStages([1000, 5]), measure: 'steady' },
      /measure needs a steady state/,
    ],
  ])('with %s is rejected', (_name, input, message) => {
    const make = () => openLoad({ maxVus: 100, gracefulStopMs: 0, ...input });
    expect(make).toThrow(KnownError);
    expect(make).toThrow(message);
  });

  it('is rejected with the names that its user knows', () => {
    const dashed = (field: string) => `--${field}`;
    expect(() => openLoad({ ratePerSecond: 5, maxVus: 100, gracefulStopMs: 0 }, dashed)).toThrow(
      '--duration is missing; add an end to the load: --duration, --conversations or --stages',
    );
  });
});
