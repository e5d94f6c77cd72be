import { describe, expect, it } from 'vitest';
import { DEFAULT_MARGIN, marginShare, parseMargin, parsePercent } from '../../src/compare/margin.ts';

describe('a margin', () => {
  it.each([
    ['5%', { relative: 0.05, absoluteMs: 0 }],
    ['0.5 %', { relative: 0.005, absoluteMs: 0 }],
    ['20ms', { relative: 0, absoluteMs: 20 }],
    ['10%,50ms', { relative: 0.1, absoluteMs: 50 }],
    [' 10 % , 1.5s ', { relative: 0.1, absoluteMs: 1500 }],
    ['0%', { relative: 0, absoluteMs: 0 }],
  ])('reads %s', (text, expected) => {
    const margin = parseMargin(text)!;
    expect(margin.relative).toBeCloseTo(expected.relative, 12);
    expect(margin.absoluteMs).toBe(expected.absoluteMs);
  });

  it.each(['', '5', '%', '101%', '-5%', '50ms,5%', '5%,', '5%,5%', '5%,20ms,3', 'ten'])('rejects %j', (text) => {
    expect(parseMargin(text)).toBeUndefined();
  });

  it('is the larger of the two, as a share of the baseline', () => {
    expect(marginShare({ relative: 0.1, absoluteMs: 50 }, 1000)).toBe(0.1);
    expect(marginShare({ relative: 0.1, absoluteMs: 50 }, 200)).toBe(0.25);
    expect(marginShare({ relative: 0.1, absoluteMs: 50 }, 0)).toBe(50_000);
  });

  it('has a minimum of 10 ms by default, so it is 10 % from 100 ms on', () => {
    expect(DEFAULT_MARGIN).toEqual({ relative: 0.1, absoluteMs: 10 });
    expect(marginShare(DEFAULT_MARGIN, 125)).toBe(0.1);
  });

  it('of shares is a percentage', () => {
    expect(parsePercent('0.5%')).toBe(0.005);
    expect(parsePercent('1')).toBeUndefined();
  });
});
