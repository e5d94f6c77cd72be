import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoarseHistogram, type HistogramForm } from '../../src/measure/histogram/coarse-histogram.ts';
import { rankOf } from '../../src/measure/histogram/quantile.ts';
import { sendLagQuantiles, timelineQuantiles } from '../../src/measure/histogram/timeline-quantiles.ts';
import { Timeline } from '../../src/measure/recorder/timeline.ts';
import { TimelineSum } from '../../src/measure/recorder/timeline-sum.ts';
import { KnownError } from '../../src/platform/known-error.ts';

const SHAPE = {
  targets: ['eu', 'us'],
  conversations: [
    { name: 'book', steps: ['hello', 'size'] },
    { name: 'ask', steps: ['hello'] },
  ],
  failureClasses: [],
};
const STEPS = SHAPE.targets.flatMap((target) =>
  SHAPE.conversations.flatMap(({ name, steps }) => steps.map((step) => ({ target, conversation: name, step }))),
);
const GROUPS = [{}, { target: 'us' }, { target: 'eu', conversation: 'book' }, { step: 'hello' }, STEPS[1]!];

const samples = fc.array(
  fc.record({ at: fc.nat({ max: STEPS.length - 1 }), atMs: fc.nat({ max: 7000 }), us: fc.nat({ max: 90_000_000 }) }),
  { maxLength: 60 },
);
type Sample = { at: number; atMs: number; us: number };

function timelineOf(turns: readonly Sample[], form: HistogramForm = 'encode') {
  const timeline = new Timeline(SHAPE);
  for (const { at, atMs, us } of turns) {
    const { target, conversation, step } = STEPS[at]!;
    timeline.record(timeline.stepSlot({ target, conversation, step }, 'turn'), atMs, us);
  }
  return timeline.encode(form);
}

/** The value at the rank, sought among the values themselves. */
function exactMs(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return values.length === 0 ? null : sorted[rankOf(values.length, q) - 1]! / 1000;
}

describe('quantiles over time', () => {
  it('are those of all values in the blocks, at most 1 % above', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 4 }), (turns, blocksEach) => {
        const timeline = timelineOf(turns);
        const found = timelineQuantiles(timeline, GROUPS, { blocksPerPoint: blocksEach });
        for (const [index, group] of GROUPS.entries()) {
          const here = turns.filter(({ at }) =>
            Object.entries(group).every(([label, value]) => STEPS[at]![label as 'target'] === value),
          );
          const columns = found[index]!.turn;
          expect(columns.p95).toHaveLength(Math.ceil(timeline.blocks.length / blocksEach));
          for (const [column, p95] of columns.p95.entries()) {
            const within = here.filter(({ atMs }) => Math.floor(atMs / (1000 * blocksEach)) === column);
            const values = within.map(({ us }) => us);
            for (const [q, ms] of [
              [0.5, columns.p50[column]!],
              [0.95, p95],
              [0.99, columns.p99[column]!],
            ] as const) {
              const exact = exactMs(values, q);
              if (exact === null || ms === null) expect(ms).toBe(exact);
              else {
                expect(ms).toBeGreaterThanOrEqual(exact);
                expect(ms).toBeLessThanOrEqual(exact * 1.01 + 0.001);
              }
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keep first outputs and turns separate, with gaps without data', () => {
    const timeline = new Timeline(SHAPE);
    timeline.record(timeline.stepSlot({ target: 'eu', conversation: 'book', step: 'hello' }, 'firstOutput'), 500, 100);
    timeline.record(timeline.stepSlot({ target: 'eu', conversation: 'book', step: 'hello' }, 'turn'), 2500, 200);
    const [all] = timelineQuantiles(timeline.encode('encode'));
    expect(all!.firstOutput.p50).toEqual([0.1, null, null]);
    expect(all!.turn.p99).toEqual([null, null, 0.2]);
  });

  it('of lower bounds are at or below them, so that both enclose the true value', () => {
    const timeline = new Timeline(SHAPE);
    for (const [trend, us] of [
      ['firstOutputLow', 812_345],
      ['firstOutput', 812_399],
    ] as const)
      timeline.record(timeline.stepSlot({ target: 'eu', conversation: 'book', step: 'hello' }, trend), 500, us);
    const [all] = timelineQuantiles(timeline.encode('encode'));
    expect(all!.firstOutputLow.p95[0]).toBeLessThanOrEqual(812.345);
    expect(all!.firstOutputLow.p95[0]).toBeGreaterThan(812.345 * 0.99);
    expect(all!.firstOutput.p95[0]).toBeGreaterThanOrEqual(812.399);
  });

  it('of send lag cover all targets', () => {
    const timeline = new Timeline(SHAPE);
    for (const [target, us] of [
      ['eu', 100],
      ['us', 20_000],
    ] as const)
      timeline.record(timeline.sendLagSlot(target), 1500, us);
    expect(sendLagQuantiles(timeline.encode('encode'))).toEqual({
      p50: [null, 0.1],
      p95: [null, expect.closeTo(20, 0)],
      p99: [null, expect.closeTo(20, 0)],
    });
  });

  it('of no blocks, and of an unknown step, are empty', () => {
    const none = { p50: [], p95: [], p99: [] };
    expect(timelineQuantiles({ blocks: [] })).toEqual([{ firstOutput: none, firstOutputLow: none, turn: none }]);
    const timeline = timelineOf([{ at: 0, atMs: 0, us: 1000 }]);
    expect(timelineQuantiles(timeline, [{ target: 'asia' }])[0]!.turn.p50).toEqual([null]);
  });

  it('reject damaged histograms, but only those requested', () => {
    const histogram = new CoarseHistogram();
    histogram.record(1000);
    const damaged = { ...STEPS[0]!, turn: histogram.encode().slice(0, 20) };
    const timeline = { blocks: [{ steps: [damaged] }] };
    expect(() => timelineQuantiles(timeline)).toThrow(KnownError);
    expect(timelineQuantiles(timeline, [STEPS[1]!])[0]!.turn.p95).toEqual([null]);
  });

  it('are those of a place, or of all places together', () => {
    const sum = new TimelineSum();
    sum.add(timelineOf([{ at: 0, atMs: 0, us: 20_000 }], 'pack'), 'eu-west');
    sum.add(timelineOf([{ at: 0, atMs: 0, us: 80_000 }], 'pack'), 'us-east');
    const groups = [{}, { place: 'eu-west' }, { target: 'eu', place: 'us-east' }, { target: 'us', place: 'us-east' }];
    const medians = timelineQuantiles(sum.encode('encode'), groups).map(
      ({ turn }) => turn.p50[0] && Math.round(turn.p50[0]),
    );
    expect(medians).toEqual([20, 20, 80, null]);
  });
});
