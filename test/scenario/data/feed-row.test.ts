import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../src/scenario/data/feed-row.ts';
import type { Feed } from '../../../src/scenario/scenario.ts';

function feedOf(
  length: number,
  order: Feed['order'],
  whenEmpty: Feed['whenEmpty'] = 'recycle',
  file = 'rows.csv',
): Feed {
  const rows = Array.from({ length }, (_, index) => ({ n: index }));
  return { file, order, whenEmpty, columns: ['n'], rows };
}

/** Which rows the conversations of these ranks take. */
const taken = (feed: Feed, seed: number, ranks: readonly number[]) => ranks.map((rank) => rowOf(feed, rank, seed)?.n);
const upTo = (length: number) => Array.from({ length }, (_, index) => index);

const length = fc.integer({ min: 1, max: 60 });
const seed = fc.nat();

describe('the rows of a feed', () => {
  it('are used in order, then recycle or stop', () => {
    expect(taken(feedOf(3, 'sequential'), 1, upTo(7))).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect(taken(feedOf(3, 'sequential', 'stop'), 1, upTo(5))).toEqual([0, 1, 2, undefined, undefined]);
  });

  it('are used once if unique', () => {
    fc.assert(
      fc.property(length, seed, (rows, by) => {
        const all = taken(feedOf(rows, 'unique', 'stop'), by, upTo(rows + 5));
        expect(new Set(all.slice(0, rows)).size).toBe(rows);
        expect(all.slice(rows)).toEqual(Array(5).fill(undefined));
      }),
    );
  });

  it('are each used once per pass if shuffled', () => {
    fc.assert(
      fc.property(length, seed, fc.nat({ max: 1000 }), (rows, by, pass) => {
        const ranks = upTo(rows).map((place) => pass * rows + place);
        const inPass = taken(feedOf(rows, 'shuffled'), by, ranks) as number[];
        expect([...inPass].sort((a, b) => a - b)).toEqual(upTo(rows));
      }),
    );
  });

  it('have another order in another pass, and with another seed', () => {
    const feed = feedOf(50, 'shuffled');
    const first = taken(feed, 1, upTo(50));
    expect(first).not.toEqual(upTo(50));
    expect(taken(feed, 1, upTo(100).slice(50))).not.toEqual(first);
    expect(taken(feed, 2, upTo(50))).not.toEqual(first);
    expect(taken(feedOf(50, 'shuffled', 'recycle', 'other.csv'), 1, upTo(50))).not.toEqual(first);
  });

  it('stop after one shuffled pass if configured', () => {
    expect(taken(feedOf(4, 'shuffled', 'stop'), 1, [4, 5])).toEqual([undefined, undefined]);
  });

  it('are drawn at random, all of them in the long run', () => {
    const all = taken(feedOf(10, 'random', 'stop'), 3, upTo(500));
    expect(new Set(all)).toEqual(new Set(upTo(10)));
  });

  it('are shuffled uniformly: each row is equally often at each position', () => {
    const feed = feedOf(4, 'shuffled');
    const counts = upTo(16).fill(0);
    for (let pass = 0; pass < 2000; pass++) {
      for (let place = 0; place < 4; place++) counts[place * 4 + Number(rowOf(feed, pass * 4 + place, 5)?.n)]! += 1;
    }
    // 2000 draws with p = 1/4: 500 ± 19; five deviations.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  it('depend only on rank and seed, not on the caller, time or order', () => {
    const orders = fc.constantFrom('sequential', 'random', 'shuffled', 'unique' as const);
    const asked = fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(length, orders, seed, asked, (rows, order, by, ranks) => {
        const feed = feedOf(rows, order);
        const backwards = taken(feed, by, ranks.toReversed()).toReversed();
        taken(feed, by + 1, ranks);
        expect(taken(feed, by, ranks)).toEqual(backwards);
        expect(ranks.map((rank) => rowOf(feedOf(rows, order), rank, by)?.n)).toEqual(backwards);
      }),
    );
  });

  it('are the same in passes that were evicted from the cache', () => {
    const feed = feedOf(400_000, 'shuffled');
    const ranks = [5, 400_005, 800_005, 1_200_005];
    const first = taken(feed, 1, ranks);
    expect(taken(feed, 1, ranks)).toEqual(first);
  });
});
