import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import { type ClosedLoad, plannedEndMs, type Stage, targetAt } from '../../src/load/load-profile.ts';
import { vuWindows } from '../../src/load/vu-windows.ts';

const staged = (...stages: [durationMs: number, vus: number][]): ClosedLoad =>
  closedLoad({
    stages: stages.map(([durationMs, vus]) => ({ durationMs, vus })),
    startSpreadMs: 0,
    gracefulStopMs: 0,
  });
const held = (vus: number, durationMs: number) => closedLoad({ vus, durationMs, startSpreadMs: 0, gracefulStopMs: 0 });

describe('the active windows of a virtual user', () => {
  it.each([
    ['a ramp starts them one by one', staged([10_000, 10], [5000, 10]), 4, [[4000, 15_000, false]]],
    ['the first one starts at once', staged([10_000, 10]), 0, [[0, 10_000, false]]],
    ['a constant load is a jump', held(3, 1000), 2, [[0, 1000, true]]],
    ['no user above the highest target', held(3, 1000), 3, []],
    ['a ramp down stops the highest first', staged([0, 10], [10_000, 0]), 7, [[0, 3000, true]]],
    [
      'a user that the target touches is active before it',
      staged([0, 10], [1000, 5], [1000, 10]),
      5,
      [[0, 2000, true]],
    ],
    [
      'two hills make two windows',
      staged([1000, 10], [1000, 0], [1000, 10]),
      5,
      [
        [500, 1500, false],
        [2500, 3000, false],
      ],
    ],
    ['a jump in the middle', staged([1000, 5], [0, 10], [1000, 10]), 7, [[1000, 2000, true]]],
    ['a jump down', staged([0, 10], [1000, 10], [0, 5], [1000, 5]), 7, [[0, 1000, true]]],
    ['a jump up and down at the same time starts no user', staged([1000, 5], [0, 10], [0, 5], [1000, 5]), 7, []],
    [
      'a jump down and up at the same time stops no user',
      staged([0, 9], [1000, 9], [0, 0], [0, 9], [1000, 9]),
      7,
      [[0, 2000, true]],
    ],
    ['a jump at the very end has no time', staged([1000, 5], [0, 10]), 7, []],
  ] as const)('%s', (_name, load, vu, expected) => {
    const windows = vuWindows(load, vu).map(({ startMs, endMs, jump }) => [startMs, endMs, jump]);
    expect(windows).toEqual(expected);
  });

  it('never end if only the number of conversations ends the load', () => {
    const load = closedLoad({ vus: 2, conversations: 9, startSpreadMs: 0, gracefulStopMs: 0 });
    expect(vuWindows(load, 1)).toEqual([{ startMs: 0, endMs: Number.POSITIVE_INFINITY, jump: true }]);
    expect(targetAt(load, 1e9)).toBe(2);
  });

  it('add up to the target at any time', () => {
    const stage: fc.Arbitrary<Stage> = fc.record({
      durationMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60_000 })),
      vus: fc.integer({ min: 0, max: 40 }),
    });
    const stages = fc
      .array(stage, { minLength: 1, maxLength: 6 })
      .filter((list) => list.some(({ vus }) => vus > 0) && list.some(({ durationMs }) => durationMs > 0));
    const moment = fc.double({ min: 0, max: 1.1, noNaN: true });
    fc.assert(
      fc.property(stages, fc.array(moment, { minLength: 5, maxLength: 20 }), (list, moments) => {
        const load = closedLoad({ stages: list, startSpreadMs: 0, gracefulStopMs: 0 });
        const all = Array.from({ length: load.maxVus }, (_, vu) => vuWindows(load, vu));
        for (const share of moments) {
          const tMs = share * plannedEndMs(load);
          const target = targetAt(load, tMs);
          const active = all.filter((windows) => windows.some((w) => w.startMs <= tMs && tMs < w.endMs)).length;
          // On the very instant at which a user starts or stops, rounding decides; anywhere else, nothing does.
          const rounding = onLevel(load, tMs) ? 0 : 1e-6;
          expect(active).toBeGreaterThanOrEqual(Math.ceil(target - rounding));
          expect(active).toBeLessThanOrEqual(Math.ceil(target + rounding));
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

/** Whether the target neither rises nor falls around `tMs`. */
function onLevel(load: ClosedLoad, tMs: number): boolean {
  return targetAt(load, tMs) === targetAt(load, tMs - 0.5) && targetAt(load, tMs) === targetAt(load, tMs + 0.5);
}
