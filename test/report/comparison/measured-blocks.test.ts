import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredWindows } from '../../../src/load/measured-windows.ts';
import { measuredBlocks } from '../../../src/report/comparison/measured-blocks.ts';
import type { LoadFacts } from '../../../src/report/run-facts.ts';
import { openLoadOf, rateStages } from '../../support/open-load.ts';

const timeline = (blocks: number, blockMs: number) => ({
  blockMs,
  blocks: Array.from({ length: blocks }, (_, index) => ({
    startMs: index * blockMs,
    phase: 'steady' as const,
    activeVus: 1,
    arrivals: 0,
    counters: {},
    steps: [],
  })),
});
const startsOf = (load: Partial<LoadFacts>, blocks = 30, blockMs = 1000) => {
  const facts = { model: 'closed', description: '', stages: [], maxVus: 1, ...load } as LoadFacts;
  return measuredBlocks({ timeline: timeline(blocks, blockMs), load: facts }).map(({ startMs }) => startMs / 1000);
};

describe('the measured blocks', () => {
  it('are all blocks if nothing is excluded, including those of the graceful stop', () => {
    expect(startsOf({ stages: [{ durationMs: 20_000, vus: 5 }] })).toHaveLength(30);
  });

  it('lie entirely after the warm-up', () => {
    expect(startsOf({ warmUpMs: 7000 }, 4, 5000)).toEqual([10, 15]);
    expect(startsOf({ warmUpMs: 10_000 }, 4, 5000)).toEqual([10, 15]);
  });

  it('lie within the levels if ramps are excluded', () => {
    const stages = [
      { durationMs: 5500, vus: 10 },
      { durationMs: 4000, vus: 10 },
      { durationMs: 3000, vus: 0 },
      { durationMs: 2000, vus: 0 },
      { durationMs: 0, vus: 7 },
      { durationMs: 2000, vus: 7 },
      { durationMs: 0, vus: 8 },
      { durationMs: 2000, vus: 8 },
    ];
    expect(startsOf({ measure: 'steady', stages })).toEqual([6, 7, 8, 15, 16, 17]);
  });

  it('have no end if the load ends by its conversations', () => {
    expect(startsOf({ measure: 'steady', warmUpMs: 2000, stages: [{ durationMs: 0, vus: 5 }] })).toHaveLength(28);
  });

  const anyLoad = openLoadOf({ stages: rateStages([1000, 1]) });

  it('lie within the measured time of any load', () => {
    const stage = fc.record({
      durationMs: fc.nat(12).map((each) => each * 500),
      ratePerSecond: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(
        fc
          .array(stage, { minLength: 1, maxLength: 6 })
          .filter((stages) => stages.some(({ durationMs }) => durationMs > 0)),
        fc.nat(10),
        fc.constantFrom<('all' | 'steady')[]>('all', 'steady'),
        (stages, warmUp, measure) => {
          const warmUpMs = warmUp * 500;
          const windows = measuredWindows({ ...anyLoad, stages, warmUpMs, measure });
          const within = (at: number) =>
            windows.some(({ fromMs, toMs }) => fromMs <= at * 1000 && at * 1000 + 1000 <= toMs);
          const expected = Array.from({ length: 30 }, (_, at) => at).filter(within);
          // A load that ends before its warm-up measures nothing; no such run is begun.
          if (windows.length > 0 || measure === 'steady')
            expect(startsOf({ warmUpMs, measure, stages })).toEqual(expected);
        },
      ),
    );
  });
});
