import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/endpoint/retry-delay.ts';

describe('the retry delay of a failed target', () => {
  it('doubles from 1 s to 30 s', () => {
    const full = [1, 2, 3, 4, 5, 6, 7, 100, 2000].map((failures) => retryDelayMs(failures, 1));
    expect(full).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it('has random jitter of up to half', () => {
    expect(retryDelayMs(1, 0)).toBe(500);
    expect(retryDelayMs(3, 0.5)).toBe(3000);
    expect(retryDelayMs(50, 0)).toBe(15_000);
  });

  it('is never shorter than Retry-After, and at most a quarter longer', () => {
    expect(retryDelayMs(1, 0, 60_000)).toBe(60_000);
    expect(retryDelayMs(1, 0.5, 60_000)).toBe(67_500);
    expect(retryDelayMs(0, 0.4, 5000)).toBe(5500);
    // By then the target is left alone for longer than it asks for.
    expect(retryDelayMs(6, 0, 5000)).toBe(15_000);
  });

  it('is zero without a failure and Retry-After', () => {
    expect(retryDelayMs(0, 0.9)).toBe(0);
  });
});
