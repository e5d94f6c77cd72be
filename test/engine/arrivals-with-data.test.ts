import { describe, expect, it } from 'vitest';
import { arrivalsWithData } from '../../src/engine/arrivals-with-data.ts';
import { openLoadOf } from '../support/open-load.ts';

const LOAD = openLoadOf({ ratePerSecond: 10, durationMs: 2000 });

/** The numbers each of `count` shards gets, and which of them were told that the data is used up. */
function sharesOf(count: number, hasData: (number: number) => boolean) {
  const told: number[] = [];
  const numbers = Array.from({ length: count }, (_, index) =>
    [...arrivalsWithData(LOAD, 1, { index, count }, { hasData, onFeedEmpty: () => told.push(index) })].map(
      ({ number }) => number,
    ),
  );
  return { numbers, told };
}

describe('the arrivals of a load with a feed that ends', () => {
  it.each([1, 2, 3, 20, 30])('are the same in %i shards: all up to the first without a row, and that one', (count) => {
    // Number 11 finds no row; 12 to 14 choose a conversation that needs none.
    const { numbers, told } = sharesOf(count, (number) => number < 11 || (number > 11 && number < 15));
    expect(numbers.flat().sort((left, right) => left - right)).toEqual(Array.from({ length: 12 }, (_, n) => n));
    // Whoever owns it drops it, and the others end with it.
    expect(told).toEqual(Array.from({ length: count }, (_, index) => index).filter((index) => index !== 11 % count));
  });

  it('are all arrivals of the load while the feed has rows', () => {
    const { numbers, told } = sharesOf(3, () => true);
    expect(numbers.map((own) => own.length)).toEqual([7, 7, 6]);
    expect(told).toEqual([]);
  });
});
