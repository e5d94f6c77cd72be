import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peakOf, sparkline } from '../../src/render/tables/sparkline.ts';

describe('a sparkline', () => {
  it('has bars from 0 to the highest value, and gaps', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([100, null, 50, 99, null])).toBe('█ ▄█ ');
    expect([sparkline([]), sparkline([null, null])]).toEqual(['', '  ']);
    expect(sparkline([0, 0])).toBe('▁▁');
  });

  it('is monotonic, and reaches the top once', () => {
    const values = fc.array(fc.option(fc.float({ min: 0, max: 4e6, noNaN: true })), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(values, (values) => {
        const bars = [...sparkline(values)];
        expect(bars).toHaveLength(values.length);
        const peak = peakOf(values);
        for (const [index, value] of values.entries()) {
          expect(bars[index] === ' ').toBe(value === null);
          if (value === peak && peak !== undefined && peak > 0) expect(bars[index]).toBe('█');
          for (const [other, less] of values.entries())
            if (value !== null && less !== null && less <= value) expect(bars[other]! <= bars[index]!).toBe(true);
        }
      }),
    );
  });
});
