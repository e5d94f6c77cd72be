import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRate, parseRate } from '../../src/load/rate.ts';

describe('a rate', () => {
  it.each([
    ['5/s', 5],
    ['0.5/s', 0.5],
    ['300/min', 5],
    ['300/m', 5],
    ['7200/h', 2],
    [' 10 / sec ', 10],
    ['0/s', 0],
  ])('%j is %d per second', (text, expected) => {
    expect(parseRate(text)).toBe(expected);
  });

  it.each(['', '5', '/s', '-5/s', '5/d', '5/s/s', '5s', 'five/s', '1e3/s', '.5/s', '5//s', `${'9'.repeat(400)}/s`])(
    'rejects %j',
    (text) => {
      expect(parseRate(text)).toBeUndefined();
    },
  );

  it('without a unit means per second only where that is allowed', () => {
    expect(parseRate('5', { barePerSecond: true })).toBe(5);
    expect(parseRate('5/min', { barePerSecond: true })).toBeCloseTo(0.083_33, 4);
  });

  it.each([
    [5, '5/s'],
    [0, '0/s'],
    [1234.5, '1234.5/s'],
    [0.5, '30/min'],
    [1 / 60, '1/min'],
    [1 / 3600, '1/h'],
    [1 / 900, '4/h'],
    [0.333, '20/min'],
  ])('formats %d per second as %s', (perSecond, expected) => {
    expect(formatRate(perSecond)).toBe(expected);
  });

  it('is parsed back as it was formatted, to three digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 1e5, noNaN: true }), (perSecond) => {
        const back = parseRate(formatRate(perSecond))!;
        expect(Math.abs(back - perSecond) / perSecond).toBeLessThan(0.006);
      }),
      { seed: 1 },
    );
  });
});
