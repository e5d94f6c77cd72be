import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentCdf, studentQuantile, studentTail } from '../../src/compare/student-t.ts';

describe("Student's t", () => {
  // The usual table.
  it.each([
    [1, 0.975, 12.7062],
    [2, 0.95, 2.91999],
    [4, 0.975, 2.776445],
    [9, 0.975, 2.262157],
    [9, 0.95, 1.833113],
    [29, 0.975, 2.04523],
    [29, 0.995, 2.756386],
    [120, 0.975, 1.97993],
  ])('with %d degrees of freedom has the tabulated value at %d', (df, p, expected) => {
    expect(studentQuantile(p, df)).toBeCloseTo(expected, 4);
  });

  it('with one degree of freedom is Cauchy, with two has a closed form', () => {
    for (const t of [-40, -3, -0.2, 0, 0.7, 5, 900]) {
      expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12);
      expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12);
    }
  });

  it('with many degrees of freedom is normal', () => {
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  });

  it('is accurate in the tails', () => {
    // 1 / (π t) for Cauchy, far out.
    expect(studentTail(1e9, 1) * Math.PI * 1e9).toBeCloseTo(1, 6);
    expect(studentTail(Number.POSITIVE_INFINITY, 5)).toBe(0);
  });

  it('has a quantile function that is the inverse, and symmetric', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.8, max: 300, noNaN: true }),
        (p, df) => {
          const t = studentQuantile(p, df);
          expect(studentCdf(t, df)).toBeCloseTo(p, 9);
          expect(studentQuantile(1 - p, df)).toBeCloseTo(-t, 6);
        },
      ),
    );
  });
});
