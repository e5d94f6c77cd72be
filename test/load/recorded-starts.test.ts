import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedEndMs } from '../../src/load/load-profile.ts';
import { peakArrivalRate } from '../../src/load/open-load.ts';
import { expectedArrivals } from '../../src/load/pacer.ts';
import { lastStartMs, maxStartsWithin, type RecordedStart } from '../../src/load/recorded-starts.ts';
import { arrivalsOf, instantsOf, openLoadOf } from '../support/open-load.ts';

const startsOf = (...times: readonly number[]): RecordedStart[] =>
  times.map((atMs, conversation) => ({ atMs, conversation }));
const anyStarts = fc
  .array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 50 })
  .map((times) => startsOf(...times.sort((left, right) => left - right)));

describe('recorded starts', () => {
  it('are the arrivals of a load that ends with its last conversation', () => {
    const load = openLoadOf({ starts: startsOf(0, 0, 1500, 60_000) });
    expect(instantsOf(load)).toEqual([0, 0, 1500, 60_000]);
    expect(load).toMatchObject({ arrivals: 'recorded', conversations: 4 });
    expect([expectedArrivals(load), plannedEndMs(load)]).toEqual([4, Number.POSITIVE_INFINITY]);
  });

  it('are limited by a number of conversations to the first ones', () => {
    expect(instantsOf(openLoadOf({ starts: startsOf(0, 10, 20), conversations: 2 }))).toEqual([0, 10]);
    expect(instantsOf(openLoadOf({ starts: startsOf(0, 10, 20), conversations: 9 }))).toEqual([0, 10, 20]);
  });

  it('have each start once in all shards together', () => {
    fc.assert(
      fc.property(anyStarts, fc.integer({ min: 1, max: 5 }), (starts, count) => {
        const load = openLoadOf({ starts });
        const shards = Array.from({ length: count }, (_, index) => arrivalsOf(load, 1, index, count));
        const all = shards.flat().sort((left, right) => left.number - right.number);
        expect(all).toEqual(starts.map(({ atMs }, number) => ({ number, atUs: atMs * 1000 })));
      }),
      { seed: 1 },
    );
  });

  it('have the peak rate of the second with the most', () => {
    expect(peakArrivalRate(openLoadOf({ starts: startsOf(0, 5000, 5400, 6000, 6001, 60_000) }))).toBe(3);
  });

  it.each<[readonly number[], number, number]>([
    [[], 1000, 0],
    [[7], 0, 1],
    [[0, 1000], 1000, 2],
    [[0, 1001], 1000, 1],
    [[0, 10, 20, 30, 500], 20, 3],
  ])('%j have a maximum within %i ms of %i', (times, windowMs, max) => {
    expect(maxStartsWithin(startsOf(...times), windowMs)).toBe(max);
    expect(lastStartMs(startsOf(...times))).toBe(times.at(-1) ?? 0);
  });
});
