import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holmAdjusted } from '../../src/compare/holm.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

describe("Holm's adjustment", () => {
  it.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.0005, 0.0093, 0.0094, 0.9],
      [0.002, 0.0279, 0.0279, 0.9],
    ],
    [
      [0.7, 0.6],
      [1, 1],
    ],
    [[0.04], [0.04]],
    [[], []],
  ])('adjusts %j to %j', (given, expected) => {
    const adjusted = holmAdjusted(given);
    expect(adjusted).toHaveLength(expected.length);
    for (const [index, p] of adjusted.entries()) expect(p).toBeCloseTo(expected[index]!, 12);
  });

  it('lies between each p-value and that times their number, keeps their order, and ignores the order of the list', () => {
    fc.assert(
      fc.property(pValues, (given) => {
        const adjusted = holmAdjusted(given);
        for (const [index, p] of given.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(p);
          expect(adjusted[index]).toBeLessThanOrEqual(Math.min(1, p * given.length) + 1e-12);
          for (const [other, q] of given.entries())
            if (p < q) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other]!);
        }
        expect(holmAdjusted(given.toReversed())).toEqual(adjusted.toReversed());
      }),
    );
  });
});
