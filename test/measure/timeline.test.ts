import fc from 'fast-check';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { MAX_BLOCKS, Timeline } from '../../src/measure/recorder/timeline.ts';
import { SHAPE } from '../support/sample-run.ts';

describe('the timeline', () => {
  it('starts with blocks of one second and merges adjacent ones above 240', () => {
    const lengthAt = (atMs: number) => {
      const timeline = new Timeline(SHAPE);
      timeline.count(timeline.counterSlot('eu', 'outputs'), atMs, 1);
      const { blockMs, blocks } = timeline.encode('encode');
      return [blockMs, blocks.length];
    };
    expect(lengthAt(0)).toEqual([1000, 1]);
    expect(lengthAt(239_999)).toEqual([1000, 240]);
    expect(lengthAt(240_000)).toEqual([5000, 49]);
    expect(lengthAt(3_600_000)).toEqual([30_000, 121]);
    expect(lengthAt(86_400_000)).toEqual([600_000, 145]);
    expect(lengthAt(1e9)).toEqual([7_200_000, 139]);
  });

  it('keeps every count and every value when blocks merge', () => {
    const events = fc.array(fc.record({ atMs: fc.nat({ max: 2_000_000 }), us: fc.nat({ max: 5_000_000 }) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(events, (samples) => {
        const timeline = new Timeline(SHAPE);
        const counter = timeline.counterSlot('eu', 'outputs');
        const trend = timeline.stepSlot({ target: 'eu', conversation: 'book a table', step: 'hello' }, 'turn');
        for (const { atMs, us } of samples) {
          timeline.count(counter, atMs, 2);
          timeline.record(trend, atMs, us);
        }
        const { blockMs, blocks } = timeline.encode('encode');
        expect(blocks.length).toBeLessThanOrEqual(MAX_BLOCKS);
        for (const [index, block] of blocks.entries()) {
          const inside = samples.filter(({ atMs }) => Math.floor(atMs / blockMs) === index).length;
          expect(block.counters.eu?.outputs ?? 0).toBe(2 * inside);
          const data = block.steps[0]?.turn;
          expect(data === undefined ? 0 : decodeFromCompressedBase64(data).totalCount).toBe(inside);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('integrates active users over time, across blocks and merges', () => {
    const timeline = new Timeline(SHAPE);
    timeline.observeActiveVus(0, 10);
    timeline.observeActiveVus(1500, 20);
    timeline.observeActiveVus(3000, 0);
    expect(timeline.encode('encode').blocks.map((block) => block.vuMs)).toEqual([10_000, 15_000, 20_000]);
    timeline.observeActiveVus(250_000, 0);
    expect(
      timeline
        .encode('encode')
        .blocks.map((block) => block.vuMs)
        .slice(0, 3),
    ).toEqual([45_000, 0, 0]);
  });
});
