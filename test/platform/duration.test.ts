import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDurationMs, parseDurationMs, writeDurationMs } from '../../src/platform/time/duration.ts';

describe('a duration', () => {
  it.each([
    ['400ms', 400],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['1d1h1m1s1ms1us', 90_061_001.001],
    ['250us', 0.25],
    ['0s', 0],
    ['  2s ', 2000],
    ['007s', 7000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDurationMs(text)).toBeCloseTo(ms, 9);
  });

  it.each([
    '',
    ' ',
    '5',
    's',
    '.5s',
    '1.s',
    '-1s',
    '+1s',
    '1e3s',
    '1,5s',
    '2 s',
    '1h 30m',
    '1s1h',
    '1s1s',
    '1S',
    '1sec',
    '1s.',
    `${'9'.repeat(400)}s`,
  ])('rejects %j', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });

  it('without a unit means seconds only where that is allowed', () => {
    expect(parseDurationMs('1.5', { bareSeconds: true })).toBe(1500);
    expect(parseDurationMs('1m30s', { bareSeconds: true })).toBe(90_000);
    expect(parseDurationMs('1.5 ', { bareSeconds: false })).toBeUndefined();
    expect(parseDurationMs('-3', { bareSeconds: true })).toBeUndefined();
  });

  it('is never negative or infinite, and parsing never throws', () => {
    const piece = fc.constantFrom('1', '90', '.5', 'h', 'm', 's', 'ms', 'us', 'd', ' ', '-', 'e');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const ms = parseDurationMs(pieces.join(''));
        expect(ms === undefined || (ms >= 0 && Number.isFinite(ms))).toBe(true);
      }),
    );
  });

  it('is parsed back as it was formatted, to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 86_400_000_000 }), (us) => {
        expect(Math.round(parseDurationMs(writeDurationMs(us / 1000))! * 1000)).toBe(us);
      }),
    );
  });

  it.each([
    [90_000, '90s'],
    [300_000, '5m'],
    [7_200_000, '2h'],
    [1500, '1.5s'],
    [1550, '1550ms'],
    [500, '500ms'],
    [0.25, '250us'],
    [0, '0s'],
  ])('formats %d ms as %s', (ms, text) => {
    expect(writeDurationMs(ms)).toBe(text);
  });
});

describe('a duration shown to people', () => {
  it.each([
    [0, '0.00 ms'],
    [0.1234, '0.12 ms'],
    [9.994, '9.99 ms'],
    [9.996, '10.0 ms'],
    [99.96, '100 ms'],
    [850, '850 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_500, '12.5 s'],
    [59_949, '59.9 s'],
    [59_950, '1m 00s'],
    [125_000, '2m 05s'],
    [3_599_600, '1h 00m'],
    [3_720_000, '1h 02m'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(formatDurationMs(ms)).toBe(text);
  });
});
