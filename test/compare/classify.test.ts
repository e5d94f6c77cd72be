import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/compare/classify.ts';
import { chanceOfBetter, chanceOfWorse, symmetricEstimate, welchDf } from '../../src/compare/estimate.ts';
import { smallestEffect } from '../../src/compare/smallest-effect.ts';

const MARGIN = { up: 0.1, down: 0.1 };
const judge = (value: number, error: number, failuresRose = false) => {
  const estimate = symmetricEstimate(value, error, 20);
  const [pWorse, pBetter] = [chanceOfWorse(estimate), chanceOfBetter(estimate)];
  return classify({ estimate, pWorse, pBetter, margin: MARGIN, failuresRose });
};

describe('a difference', () => {
  it.each([
    // value, standard error, outcome, the same when failures rose
    [0.2, 0.02, 'worse', 'worse'],
    [0.2, 0.2, 'inconclusive', 'inconclusive'],
    [0.08, 0.005, 'equivalent', 'inconclusive'],
    [0.08, 0.02, 'inconclusive', 'inconclusive'],
    [0, 0.01, 'equivalent', 'inconclusive'],
    [0, 0.1, 'inconclusive', 'inconclusive'],
    [-0.2, 0.02, 'better', 'inconclusive'],
    [-0.08, 0.005, 'equivalent', 'inconclusive'],
    [0, 0, 'equivalent', 'inconclusive'],
    [0.2, 0, 'worse', 'worse'],
  ] as const)('of %d ± %d is %s, with more failures %s', (value, error, outcome, withFailures) => {
    expect(judge(value, error)).toBe(outcome);
    expect(judge(value, error, true)).toBe(withFailures);
  });

  it('is never both worse and better, nor worse within the margin', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (value, error) => {
          const outcome = judge(value, error);
          const mirrored = judge(-value, error);
          if (outcome === 'worse') expect(value).toBeGreaterThan(0.1);
          expect(mirrored).toBe(outcome === 'worse' ? 'better' : outcome === 'better' ? 'worse' : outcome);
        },
      ),
    );
  });

  it('has a lower margin that may be unlimited', () => {
    const estimate = symmetricEstimate(-2, 0.1, 20);
    const margin = { up: 0.9, down: Number.POSITIVE_INFINITY };
    expect(classify({ estimate, pWorse: 1, pBetter: 0, margin, failuresRose: false })).toBe('equivalent');
  });
});

describe('the minimum detectable effect', () => {
  it('is detected in nine of ten cases', () => {
    const estimate = symmetricEstimate(0, 0.02, 1e6);
    const effect = smallestEffect(estimate, 0.01, 1);
    // Told from 0 at 1.645 standard errors, and 1.2816 more for nine of ten.
    expect(effect).toBeCloseTo(0.02 * (1.6449 + 1.2816), 4);
    expect(smallestEffect(estimate, 0.1, 1)).toBeCloseTo(0.1 + 0.02 * 1.2816, 4);
    expect(smallestEffect(estimate, 0.01, 5)).toBeCloseTo(0.02 * (2.3263 + 1.2816), 4);
  });
});

describe("Welch's degrees of freedom", () => {
  it('lie between those of the smaller side and those of both sides', () => {
    expect(welchDf({ variance: 1, df: 4 }, { variance: 1, df: 4 })).toBeCloseTo(8, 12);
    expect(welchDf({ variance: 1, df: 4 }, { variance: 0, df: 9 })).toBeCloseTo(4, 12);
    expect(welchDf({ variance: 0, df: 4 }, { variance: 0, df: 9 })).toBe(13);
  });
});
