import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import { conversationNumber, conversationsOf } from '../../src/load/conversation-number.ts';
import { numbersOf, shardOf } from '../../src/load/segment.ts';

const small = fc.integer({ min: 1, max: 60 });
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const loadOf = (vus: number, conversations: number) =>
  closedLoad({ vus, conversations, startSpreadMs: 0, gracefulStopMs: 0 });

describe('the shards of a run', () => {
  it('own every number exactly once, consistent with shardOf', () => {
    fc.assert(
      fc.property(small, fc.nat(200), (count, total) => {
        const shares = Array.from({ length: count }, (_, index) => numbersOf({ index, count }, total));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, number) => number));
        for (const [index, share] of shares.entries())
          expect(share.every((n) => shardOf(n, count) === index)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('run exactly the configured number of conversations in total', () => {
    fc.assert(
      fc.property(small, small, fc.integer({ min: 1, max: 500 }), (count, vus, conversations) => {
        const load = loadOf(vus, conversations);
        const shares = Array.from({ length: count }, (_, index) => numbersOf({ index, count }, vus));
        expect(sum(shares.map((share) => sum(share.map((vu) => conversationsOf(load, vu)))))).toBe(conversations);
      }),
      { seed: 1 },
    );
  });
});

describe('conversation numbers', () => {
  it('are those below the limit, each assigned once', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 500 }), (vus, conversations) => {
        const load = loadOf(vus, conversations);
        const numbers = Array.from({ length: vus }, (_, vu) =>
          Array.from({ length: conversationsOf(load, vu) }, (_, k) => conversationNumber(load, vu, k)),
        );
        const wanted = Array.from({ length: conversations }, (_, number) => number);
        expect(numbers.flat().sort((a, b) => a - b)).toEqual(wanted);
      }),
      { seed: 1 },
    );
  });

  it('are unlimited without a limit', () => {
    const load = closedLoad({ vus: 3, durationMs: 1000, startSpreadMs: 0, gracefulStopMs: 0 });
    expect(conversationsOf(load, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(conversationNumber(load, 2, 4)).toBe(14);
  });
});
