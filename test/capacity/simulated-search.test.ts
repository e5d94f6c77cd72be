import { describe, expect, it } from 'vitest';
import { KNOWN_CAPACITIES, searchOnce } from '../support/known-capacities.ts';
import { erlangC, openTail } from '../support/queues.ts';

describe('a search against a simulated endpoint of known capacity (in full in test/bench/capacity-proof.mjs)', () => {
  it.each(KNOWN_CAPACITIES)('$name: sustained at most 10 % above the truth, failed at most 10 % below it', (known) => {
    const results = Array.from({ length: 10 }, (_, seed) => searchOnce(known, seed));
    expect(results.filter(({ right }) => right).length).toBeGreaterThanOrEqual(9);
    for (const { held, failed, steps } of results) {
      expect(failed! / held!).toBeLessThanOrEqual(1.11);
      expect(steps).toBeLessThan(25);
    }
  });
});

describe('queueing theory', () => {
  it('agrees with published values', () => {
    // 2 erlangs at 3 servers: 4 of 9 wait.
    expect(erlangC(2, 3)).toBeCloseTo(4 / 9, 12);
    // One server: exponential with rate mu - lambda.
    expect(openTail(0.3, 5, { workers: 1, serviceS: 0.1, thinkS: 0 })).toBeCloseTo(Math.exp(-5 * 0.3), 12);
  });
});
