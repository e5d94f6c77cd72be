import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import type { LoadProfile } from '../../src/load/load-profile.ts';
import { measuredMs, measuredWindows } from '../../src/load/measured-windows.ts';
import { openLoadOf, rateStages } from '../support/open-load.ts';

const windows = (load: LoadProfile) => measuredWindows(load).map(({ fromMs, toMs }) => [fromMs, toMs]);
const HILL = rateStages([10_000, 10], [30_000, 10], [10_000, 0]);
const ALWAYS = Number.POSITIVE_INFINITY;

describe('the measured windows', () => {
  it.each<[string, LoadProfile, number[][]]>([
    ['all of a load, with its graceful stop', openLoadOf({ stages: HILL }), [[0, ALWAYS]]],
    ['all behind the warm-up', openLoadOf({ stages: HILL, warmUpMs: 15_000 }), [[15_000, ALWAYS]]],
    ['the level between two ramps', openLoadOf({ stages: HILL, measure: 'steady' }), [[10_000, 40_000]]],
    [
      'the level behind the warm-up',
      openLoadOf({ stages: HILL, measure: 'steady', warmUpMs: 15_000 }),
      [[15_000, 40_000]],
    ],
    [
      'levels joined by jumps',
      openLoadOf({ stages: rateStages([0, 5], [1000, 5], [0, 9], [1000, 9], [500, 3], [1000, 3]), measure: 'steady' }),
      [
        [0, 2000],
        [2500, 3500],
      ],
    ],
    [
      'no level without arrivals',
      openLoadOf({ stages: rateStages([0, 5], [1000, 5], [0, 0], [1000, 0]), measure: 'steady' }),
      [[0, 1000]],
    ],
    [
      'held users from the start',
      closedLoad({ vus: 3, durationMs: 5000, measure: 'steady', startSpreadMs: 0, gracefulStopMs: 0 }),
      [[0, 5000]],
    ],
    [
      'a load that ends by its conversations',
      closedLoad({ vus: 3, conversations: 9, measure: 'steady', warmUpMs: 1000, startSpreadMs: 0, gracefulStopMs: 0 }),
      [[1000, ALWAYS]],
    ],
  ])('are %s', (_name, load, expected) => {
    expect(windows(load)).toEqual(expected);
  });

  it('last as long as the load ran, without the graceful stop of an open load', () => {
    const load = openLoadOf({ stages: HILL, warmUpMs: 5000 });
    expect([0, 4000, 8000, 50_000, 65_000].map((elapsed) => measuredMs(load, elapsed))).toEqual([
      0, 0, 3000, 45_000, 45_000,
    ]);
    const closed = { vus: 3, durationMs: 5000, startSpreadMs: 0, gracefulStopMs: 9000 };
    expect(measuredMs(closedLoad(closed), 8000)).toBe(8000);
    expect(measuredMs(closedLoad({ ...closed, measure: 'steady' }), 8000)).toBe(5000);
    expect(measuredMs(openLoadOf({ stages: HILL, measure: 'steady' }), 60_000)).toBe(30_000);
    expect(measuredMs(openLoadOf({ ratePerSecond: 1, conversations: 5 }), 7000)).toBe(7000);
  });
});
