import { describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../src/engine/retry-delay.ts';

describe('the wait after a conversation that failed before ready', () => {
  it('doubles from 1 s to 30 s and stays there', () => {
    const full = [1, 2, 3, 4, 5, 6, 7, 100, 2000].map((failures) => retryDelayMs(failures, 1));
    expect(full).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it('leaves its last half to chance', () => {
    expect(retryDelayMs(1, 0)).toBe(500);
    expect(retryDelayMs(3, 0.5)).toBe(3000);
    expect(retryDelayMs(50, 0)).toBe(15_000);
  });
});
