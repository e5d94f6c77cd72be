import { describe, expect, it } from 'vitest';
import { searchHighest } from '../../src/calibrate/search-highest.ts';

/** Searches for a limit that is known here; `tries`: how many values may be tested. */
async function search(limit: number, range: { from?: number; min?: number; max?: number } = {}, tries = 100) {
  const tested: number[] = [];
  const { from = 1000, min = 125, max = 20_000 } = range;
  const found = await searchHighest(
    { from, min, max, bisections: 2, isOver: () => tested.length >= tries },
    (value) => {
      tested.push(value);
      return Promise.resolve(value <= limit);
    },
  );
  return { ...found, tested };
}

describe('the search for the highest sustained value', () => {
  it.each([
    ['doubles, then halves the gap twice', 4500, {}, [1000, 2000, 4000, 8000, 5700, 4800], 4000, 4800],
    ['goes down from a value that does not hold', 300, {}, [1000, 500, 250, 350, 300], 300, 350],
    ['ends at the highest it may try', 99_999, { max: 3000 }, [1000, 2000, 3000], 3000, undefined],
    ['ends at the lowest it may try', 5, { min: 400 }, [1000, 500, 400], undefined, 400],
    ['begins within its range', 99_999, { from: 9000, max: 3000 }, [3000], 3000, undefined],
    ['tries nothing between neighbours', 14, { from: 10, min: 1, max: 20 }, [10, 20, 14, 17], 14, 17],
    ['does not try a value twice', 10, { from: 10, min: 1, max: 11 }, [10, 11], 10, 11],
  ] as const)('%s', async (_what, limit, range, tested, sustained, failed) => {
    expect(await search(limit, range)).toEqual({ tested, sustained, failed });
  });

  it.each([
    [0, undefined, undefined],
    [2, 2000, undefined],
    [5, 4000, 5700],
  ])('returns what is known when its time is up after %i attempts', async (tries, sustained, failed) => {
    expect(await search(4500, {}, tries)).toMatchObject({ sustained, failed });
  });
});
