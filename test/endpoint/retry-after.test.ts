import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/endpoint/network/retry-after.ts';

const NOW = 'Sun, 06 Nov 1994 08:49:37 GMT';
const wallClock = { now: () => new Date(Date.UTC(1994, 10, 6, 8, 49, 37)) };
const waitFor = (value: string | undefined, date?: string) => retryAfterMs({ 'retry-after': value, date }, wallClock);

describe('the Retry-After of a server', () => {
  it.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['0', undefined],
    ['1', 1000],
    ['120', 120_000],
    [' 7 ', 7000],
    ['007', 7000],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['9'.repeat(400), 3_600_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['5s', undefined],
    ['60, 60', undefined],
    ['soon', undefined],
    ['Infinity', undefined],
    ['NaN', undefined],
    // The three forms of an HTTP-date, a minute from now.
    ['Sun, 06 Nov 1994 08:50:37 GMT', 60_000],
    ['Sunday, 06-Nov-94 08:50:37 GMT', 60_000],
    ['Sun Nov  6 08:50:37 1994', 60_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 1994 08:00:00 GMT', undefined],
    ['Fri, 06 Nov 2094 08:49:37 GMT', 3_600_000],
    // Over 50 years ahead, so in the past.
    ['Sunday, 06-Nov-45 08:50:37 GMT', undefined],
    ['Sunday, 06-Nov-43 08:49:37 GMT', 3_600_000],
    ['Sun, 06 Nov 1994 08:50:37', undefined],
    ['Sun, 06 Nov 1994 08:50:37 CET', undefined],
    ['Sun, 6 Nov 1994 08:50:37 GMT', undefined],
    ['Sun, 06 Nof 1994 08:50:37 GMT', undefined],
    ['Sun, 31 Nov 1994 08:50:37 GMT', undefined],
    ['Sun, 00 Dec 1994 08:50:37 GMT', undefined],
    ['Sun, 06 Nov 1994 24:50:37 GMT', undefined],
    ['Sun, 06 Nov 1994 08:60:37 GMT', undefined],
    ['1994-11-06T08:50:37Z', undefined],
    ['Sun, 06 Nov 1994 08:50:37 GMT; really', undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(waitFor(value)).toBe(ms);
  });

  it('counts a date from the Date of the response, independent of the local clock', () => {
    const date = 'Mon, 07 Nov 1994 10:00:00 GMT';
    expect(waitFor('Mon, 07 Nov 1994 10:00:30 GMT', date)).toBe(30_000);
    expect(waitFor(NOW, date)).toBeUndefined();
    expect(waitFor('30', date)).toBe(30_000);
    const elsewhere = { now: () => new Date(0) };
    expect(retryAfterMs({ 'retry-after': 'Mon, 07 Nov 1994 10:00:30 GMT', date }, elsewhere)).toBe(30_000);
  });

  it('counts it from the local clock if Date is missing or invalid', () => {
    expect(waitFor('Sun, 06 Nov 1994 08:50:07 GMT', 'today')).toBe(30_000);
    expect(waitFor('Sun, 06 Nov 1994 08:50:07 GMT')).toBe(30_000);
  });
});
