import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { drawMs, parseDistribution } from '../../src/platform/distribution.ts';
import { randomStream } from '../../src/platform/random.ts';
import { buildReport } from '../../src/report/build-report.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { sampleFacts } from '../support/sample-report.ts';

const HOURS_8_MS = 8 * 3_600_000;
const TURNS_PER_STEP = 10_000;

/** 30 steps in three conversations, two targets. */
const SHAPE: RunShape = {
  targets: ['eu', 'us'],
  conversations: ['book a table', 'cancel it', 'ask for the hours'].map((name) => ({
    name,
    steps: Array.from({ length: 10 }, (_, index) => `utterance ${index + 1} of those who ${name}`),
  })),
  failureClasses: ['refused'],
};
const TABLE = new SeriesTable(SHAPE);

/** Drawing is slow, so some thousands of draws are used in ever other pairs. */
const stream = randomStream(11, 0, 'long run');
const REPLY_TIME = parseDistribution('lognormal 600ms 0.7')!;
const DRAWS_US = Array.from({ length: 10_007 }, () => drawMs(REPLY_TIME, stream) * 1000);

function runOfEightHours(): Recorder {
  const recorder = new Recorder(TABLE);
  recorder.observeActiveVus(0, 500);
  for (let turn = 0; turn < TURNS_PER_STEP; turn++) {
    const atMs = (turn / TURNS_PER_STEP) * HOURS_8_MS;
    for (let target = 0; target < SHAPE.targets.length; target++)
      for (let conversation = 0; conversation < SHAPE.conversations.length; conversation++)
        TABLE.conversation(target, conversation).steps.forEach((step, place) => {
          const us = DRAWS_US[(turn * 31 + place * 7 + target) % DRAWS_US.length]! + turn;
          for (const series of [step.firstOutput, step.firstOutputOfCompleted, step.turn, step.turnIntended])
            recorder.append(series, atMs, us - 250, us);
          recorder.append(step.outcome.completed, atMs, 1, 0);
        });
  }
  recorder.observeActiveVus(HOURS_8_MS, 0);
  return recorder;
}

describe('a run of eight hours', () => {
  const recorder = runOfEightHours();
  const { run, ...facts } = sampleFacts();
  const report = buildReport(recorder.measurements(), { ...facts, run: { ...run, durationMs: HOURS_8_MS } });

  it('has a report under 3 MB that lists what was omitted to stay below', () => {
    expect(Buffer.byteLength(serialiseReport(report))).toBeLessThan(3_000_000);
    const omitted = report.notes.filter((note) => note.startsWith('Omitted'));
    expect(omitted).toEqual([
      'Omitted to limit the report size: histograms of lower bounds in the timeline.',
      'Omitted to limit the report size: histograms per step in the timeline.',
    ]);
  });

  it('keeps all numbers, the histograms of the whole run and its whole duration', () => {
    const turns = 60 * TURNS_PER_STEP;
    expect(report.metrics.turn).toMatchObject({ count: turns, histogram: expect.stringMatching(/^HISTF/) });
    expect(report.metrics.turns_completed).toMatchObject({ count: turns });
    const steps = report.groups.filter(({ step }) => step !== undefined);
    expect(steps).toHaveLength(60);
    for (const { metrics } of steps)
      expect(metrics.turn).toMatchObject({
        count: TURNS_PER_STEP,
        p99: expect.any(Number),
        bounds: expect.anything(),
      });
    const { blockMs, blocks } = report.timeline;
    expect([blockMs, blocks.length]).toEqual([300_000, 96]);
    const counted = blocks.map(
      ({ counters }) => (counters.eu!.turns_completed ?? 0) + (counters.us!.turns_completed ?? 0),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(turns);
    expect(blocks[50]!.activeVus).toBe(500);
  });

  it('uses memory independent of its length', () => {
    // Four times as long, the blocks of the timeline are longer, and no more.
    recorder.observeActiveVus(4 * HOURS_8_MS, 0);
    const { blocks, blockMs } = recorder.snapshot().timeline;
    expect([blockMs, blocks.length]).toEqual([600_000, 192]);
  });
});
