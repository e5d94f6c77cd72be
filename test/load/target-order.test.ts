import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getsLoadAt, TOGETHER, targetOfBlock, windowsOfTarget } from '../../src/load/target-order.ts';

const abba = (blockMs: number) => ({ kind: 'abba', blockMs }) as const;

describe('the order of targets', () => {
  it('is mirrored (ABBA), so that each target has as many early slots as late ones', () => {
    const order = (count: number, blocks: number) =>
      Array.from({ length: blocks }, (_, block) => targetOfBlock(block, count));
    expect(order(2, 8)).toEqual([0, 1, 1, 0, 0, 1, 1, 0]);
    expect(order(3, 12)).toEqual([0, 1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0]);
    for (const count of [2, 3, 5]) {
      const places = Array.from({ length: count }, () => 0);
      for (const [block, target] of order(count, 2 * count).entries()) places[target]! += block;
      expect(new Set(places).size).toBe(1);
    }
  });

  it('leaves windows unchanged if all targets get load all the time', () => {
    const windows = [{ startMs: 0, endMs: Number.POSITIVE_INFINITY, jump: true }];
    expect(windowsOfTarget(windows, TOGETHER, 1, 2)).toBe(windows);
  });

  it('assigns each target its own slots, two adjacent ones as one', () => {
    const windows = [{ startMs: 500, endMs: 5500, jump: false }];
    expect(windowsOfTarget(windows, abba(1000), 0, 2)).toEqual([
      { startMs: 500, endMs: 1000, jump: false },
      { startMs: 3000, endMs: 5000, jump: true },
    ]);
    expect(windowsOfTarget(windows, abba(1000), 1, 2)).toEqual([
      { startMs: 1000, endMs: 3000, jump: true },
      { startMs: 5000, endMs: 5500, jump: true },
    ]);
  });

  it('assigns every point in time of a window to exactly one target', () => {
    const window = fc
      .tuple(fc.nat({ max: 20_000 }), fc.integer({ min: 1, max: 20_000 }))
      .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs, jump: true }));
    fc.assert(
      fc.property(
        window,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 300, max: 4000 }),
        fc.nat({ max: 999 }),
        (one, count, blockMs, at) => {
          const atMs = one.startMs + ((one.endMs - one.startMs) * at) / 1000;
          const having = Array.from({ length: count }, (_, index) => index).filter((index) =>
            windowsOfTarget([one], abba(blockMs), index, count).some(
              ({ startMs, endMs }) => startMs <= atMs && atMs < endMs,
            ),
          );
          expect(having).toEqual(
            Array.from({ length: count }, (_, index) => index).filter((index) =>
              getsLoadAt(abba(blockMs), index, count, atMs),
            ),
          );
          expect(having).toHaveLength(1);
        },
      ),
    );
  });
});
