import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExemplarConversation, ExemplarKeeper, mergeExemplars } from '../../src/measure/exemplars.ts';
import { randomStream } from '../../src/platform/random.ts';

function exemplar(number: number, longestTurnMs: number, target = 'eu'): ExemplarConversation {
  return {
    target,
    conversation: 'a',
    number,
    vu: 0,
    sessionId: `s${number}`,
    outcome: 'completed',
    startedMs: number,
    longestTurnMs,
    turns: [],
  };
}

function keep(exemplars: readonly ExemplarConversation[]): ExemplarKeeper {
  const keeper = new ExemplarKeeper();
  for (const entry of exemplars) {
    const wanted = keeper.wants(entry.target, entry.number, entry.longestTurnMs);
    const before = keeper.kept();
    keeper.offer(entry);
    // What is not wanted changes nothing: a load thread need not even build it.
    if (!wanted) expect(keeper.kept()).toEqual(before);
  }
  return keeper;
}

const runs = fc
  .array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 120 })
  .map((times) => times.map((longestTurnMs, number) => exemplar(number, longestTurnMs)));

describe('exemplars', () => {
  it('are the 20 slowest and 20 random ones, in any order', () => {
    fc.assert(
      fc.property(
        runs.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const { slowest, random } = keep(shuffled).kept();
          const expected = [...all]
            .sort((a, b) => b.longestTurnMs - a.longestTurnMs || a.number - b.number)
            .slice(0, 20);
          expect(slowest).toEqual(expected);
          expect(random).toHaveLength(Math.min(20, all.length));
          expect(keep(all).kept()).toEqual({ slowest, random });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('merged from shards equal those of a single one', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const shards = [0, 1, 2].map((shard) => keep(all.filter(({ number }) => number % 3 === shard)).kept());
        expect(mergeExemplars(shards)).toEqual(keep(all).kept());
        expect(mergeExemplars([...shards].reverse())).toEqual(keep(all).kept());
      }),
      { numRuns: 40 },
    );
  });

  it('that are random come from the whole run', () => {
    const all = Array.from({ length: 10_000 }, (_, number) => exemplar(number, 1));
    const numbers = keep(all)
      .kept()
      .random.map(({ number }) => number);
    expect(Math.max(...numbers)).toBeGreaterThan(5000);
    expect(Math.min(...numbers)).toBeLessThan(5000);
  });

  it('are kept per target', () => {
    const all = [exemplar(1, 5), exemplar(1, 900, 'us')];
    expect(mergeExemplars([keep(all).kept()]).slowest.map(({ target }) => target)).toEqual(['eu', 'us']);
  });

  it('passed on one by one yield the same result, and are few', () => {
    const elsewhere = new ExemplarKeeper();
    let handedOver = 0;
    const keeper = new ExemplarKeeper((kept) => {
      handedOver++;
      elsewhere.offer(kept);
    });
    const stream = randomStream(5, 0, 'exemplars');
    for (let number = 0; number < 100_000; number++) {
      const longestTurnMs = stream.next() * 1000;
      if (keeper.wants('eu', number, longestTurnMs)) keeper.offer(exemplar(number, longestTurnMs));
    }
    expect(elsewhere.kept()).toEqual(keeper.kept());
    expect([keeper.kept().slowest.length, keeper.kept().random.length]).toEqual([20, 20]);
    // A record is broken ever more rarely: 2 × 20 × (1 + ln(100,000 / 20)) times are to be expected.
    expect(handedOver).toBeGreaterThan(200);
    expect(handedOver).toBeLessThan(600);
  });
});
