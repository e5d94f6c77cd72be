import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockQuantiles } from '../../src/compare/bootstrap/block-quantiles.ts';
import { joinNeighbours } from '../../src/compare/bootstrap/join-blocks.ts';
import { rankOf } from '../../src/measure/histogram/quantile.ts';
import { coarseCounts } from '../support/random-series.ts';

const blocks = fc.array(
  fc.record({
    values: fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 20 }),
    failed: fc.nat(3),
    weight: fc.nat(3),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('quantiles of a mixture of blocks', () => {
  it('lie within a bucket of those of all turns', () => {
    fc.assert(
      fc.property(blocks, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (given, q) => {
        const quantiles = new BlockQuantiles(
          given.map(({ values, failed }) => [{ counts: coarseCounts(values), failed }]),
        );
        const mixture = given.flatMap(({ values, failed, weight }) =>
          Array.from({ length: weight }, () => [
            ...values,
            ...Array<number>(failed).fill(Number.POSITIVE_INFINITY),
          ]).flat(),
        );
        const found = quantiles.at(
          q,
          given.map(({ weight }) => weight),
        );
        if (mixture.length === 0) {
          expect(found).toBeNaN();
          return;
        }
        const exact = mixture.sort((left, right) => left - right)[rankOf(mixture.length, q) - 1]!;
        if (exact === Number.POSITIVE_INFINITY) expect(found).toBe(exact);
        else expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact / 100 + 1);
      }),
    );
  });

  it('are not shifted by rounding errors of the rank', () => {
    const quantiles = new BlockQuantiles([[{ counts: coarseCounts([0, ...Array<number>(99).fill(2)]), failed: 0 }]]);
    expect(0.010000000000000002 * 100).toBeGreaterThan(1);
    expect(quantiles.at(0.010000000000000002)).toBe(0);
  });

  it('count every block once by default', () => {
    const quantiles = new BlockQuantiles([
      [{ counts: coarseCounts([100]), failed: 0 }],
      [{ counts: coarseCounts([120, 126]), failed: 1 }],
    ]);
    expect(quantiles.total).toBe(4);
    expect([0.25, 0.5, 0.75, 0.9].map((q) => quantiles.at(q))).toEqual([100, 120, 126, Infinity]);
  });
});

describe('adjacent blocks', () => {
  it('are merged into groups of about the same size, and none is lost', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.double({ min: 0.5, max: 40, noNaN: true }), (length, each) => {
        const groups = joinNeighbours(
          Array.from({ length }, (_, index) => index),
          each,
        );
        const sizes = groups.map((group) => group.length);
        expect(groups.flat()).toEqual(Array.from({ length }, (_, index) => index));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        if (length >= each) expect(Math.min(...sizes)).toBeGreaterThanOrEqual(Math.floor(each));
      }),
    );
  });
});
