import { describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/measure/invariants.ts';
import { readRate } from '../../src/measure/rates.ts';
import { mergeSnapshots } from '../../src/measure/recorder/merge-snapshots.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { readingsOf } from '../../src/measure/recorder/snapshot.ts';
import { appendConversation, recorderOf, SHAPE } from '../support/sample-run.ts';

describe('the recorder', () => {
  it('keeps both bounds, also in a snapshot', () => {
    const { table, recorder } = recorderOf();
    const { steps } = table.conversation(0, 0);
    for (const [lo, hi] of [
      [400_000.4, 400_300.2],
      [0, 250_000],
      [900_000, 900_001],
    ] as const)
      recorder.append(steps[0]!.firstOutput, 1500, lo, hi);
    const live = recorder.readings().trend('first_output');
    const stored = readingsOf(recorder.snapshot()).trend('first_output');
    for (const trend of [live, stored]) {
      expect([trend.upper?.count, trend.upper?.minUs, trend.upper?.maxUs]).toEqual([3, 250_000, 900_001]);
      expect([trend.lower?.count, trend.lower?.minUs, trend.lower?.maxUs]).toEqual([3, 0, 900_000]);
      expect(trend.upper?.meanUs).toBeCloseTo((400_301 + 250_000 + 900_001) / 3, 6);
      expect(trend.quantile(0.5)).toMatchObject({ kind: 'measured', lowerUs: 399_872, upperUs: 400_383 });
    }
  });

  it('keeps only the upper bound if the lower one is not requested', () => {
    const { table, recorder } = recorderOf();
    recorder.append(table.conversation(0, 0).trends.connect, 0, 1000, 1500);
    expect(recorder.snapshot().trends[0]).not.toHaveProperty('lower');
    expect(recorder.readings().trend('connect').quantile(0.5)).toMatchObject({ lowerUs: 1500, upperUs: 1500 });
  });

  it('clamps values above one hour once per sample, and counts them', () => {
    const { table, recorder } = recorderOf();
    const { steps } = table.conversation(0, 0);
    recorder.append(steps[1]!.turn, 0, 3_700_000_000, 4_000_000_000);
    recorder.append(steps[1]!.turn, 0, 3_599_000_000, 3_600_000_001);
    recorder.append(steps[1]!.turn, 0, 3_599_000_000, 3_600_000_000);
    expect(recorder.readings().counter('clamped')).toBe(2);
    expect(recorder.readings().trend('turn').upper?.maxUs).toBe(3_600_000_000);
  });

  it('throws on an impossible sample', () => {
    const { table, recorder } = recorderOf();
    const { steps, counters } = table.conversation(0, 0);
    expect(() => recorder.append(steps[0]!.turn, 0, 0, Number.NaN)).toThrow(RangeError);
    expect(() => recorder.append(steps[0]!.turn, 0, 0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => recorder.append(counters.outputs, 0, 0.5, 0)).toThrow(RangeError);
    expect(() => recorder.append(table.keys.length, 0, 1, 0)).toThrow(RangeError);
  });

  it('counts by reason and sums over labels', () => {
    const { table, recorder } = recorderOf();
    const series = table.conversation(0, 0);
    recorder.append(series.connectsFailed.refused!, 0, 2, 0);
    recorder.append(series.connectsFailed['transport-close']!, 0, 1, 0);
    const readings = recorder.readings();
    expect(readings.counter('connects_failed')).toBe(3);
    expect(readings.reasons('connects_failed')).toEqual({ refused: 2, 'transport-close': 1 });
    expect(readings.counter('connects_failed', { target: 'us' })).toBe(0);
  });

  it('never adds first_output{of:completed} to a total', () => {
    const { table, recorder } = recorderOf();
    const [step] = table.conversation(0, 0).steps;
    recorder.append(step!.firstOutput, 0, 10, 10);
    recorder.append(step!.firstOutputOfCompleted, 0, 10, 10);
    recorder.append(step!.censored.first_output['timed-out'], 0, 1, 30_000_000);
    expect(recorder.readings().trend('first_output')).toMatchObject({ measured: 1, failed: 1 });
    expect(recorder.readings().trend('first_output', { of: 'completed' })).toMatchObject({ measured: 1, failed: 0 });
  });

  it('shows later samples in readings, in sums and in new series', () => {
    const { table, recorder } = recorderOf();
    const { steps } = table.conversation(0, 0);
    recorder.append(steps[0]!.turn, 0, 100, 100);
    recorder.append(steps[1]!.turn, 0, 900, 900);
    const readings = recorder.readings();
    expect([readings.trend('turn').measured, readings.trend('turn').upper?.meanUs]).toEqual([2, 500]);
    expect(recorder.readings()).toBe(readings);
    recorder.append(steps[1]!.turn, 0, 2000, 2000);
    const { measured, upper } = readings.trend('turn');
    expect([measured, upper?.meanUs, upper?.minUs, upper?.maxUs]).toEqual([3, 1000, 100, 2000]);
    expect(readings.trend('turn').quantile(0.5)).toMatchObject({ upperUs: 900 });
    recorder.append(steps[0]!.firstOutput, 0, 50, 50);
    expect(recorder.readings().trend('first_output').measured).toBe(1);
  });

  it('numbers its snapshots, each including all before it', () => {
    const { table, recorder } = recorderOf(undefined, '2/3');
    const { counters } = table.conversation(0, 0);
    recorder.append(counters.outputs, 0, 1, 0);
    const first = recorder.snapshot();
    recorder.append(counters.outputs, 0, 1, 0);
    const second = recorder.snapshot();
    expect([first.shards, second.shards]).toEqual([{ '2/3': 1 }, { '2/3': 2 }]);
    expect([first.counters[0]?.count, second.counters[0]?.count]).toEqual([1, 2]);
  });
});

describe('what the load excludes', () => {
  const turn = (atMs: number, turnUs: number, step = 0) =>
    ({ step, atMs, outcome: 'completed', firstOutputUs: turnUs - 1000, turnUs }) as const;
  /** Three conversations: in the warm-up, in the window, and after it. */
  function measured(shard = '1/1') {
    const { table } = recorderOf();
    const recorder = new Recorder(table, shard, [{ fromMs: 10_000, toMs: 20_000 }]);
    for (const [atMs, turnUs] of [
      [9999, 900_000],
      [10_000, 300_000],
      [20_000, 700_000],
    ] as const)
      appendConversation(recorder, table, [turn(atMs, turnUs)]);
    return recorder;
  }

  it('is in no metric and no rate', () => {
    const readings = measured().readings();
    expect(readings.trend('turn').upper?.count).toBe(1);
    expect(readings.trend('turn').upper?.maxUs).toBe(300_000);
    expect(readings.counter('turns_completed')).toBe(1);
    expect(readRate(readings, 'goodput', 10_000).value).toBe(0.1);
  });

  it('is recorded separately: the invariants hold for all samples', () => {
    const recorder = measured();
    expect(recorder.readings().everything.trend('turn').upper?.count).toBe(3);
    expect(recorder.readings().everything.counter('conversations_started')).toBe(3);
    expect(brokenInvariants(recorder.readings(), SHAPE)).toEqual([]);
    // One started in the warm-up that ends in the window breaks no law.
    const { table } = recorderOf();
    const series = table.conversation(0, 0);
    recorder.append(series.counters.conversations_due, 5000, 1, 0);
    recorder.append(series.counters.conversations_started, 5000, 1, 0);
    expect(brokenInvariants(recorder.readings(), SHAPE)).toHaveLength(1);
    recorder.append(series.counters.conversations_failed, 12_000, 1, 0);
    expect(brokenInvariants(recorder.readings(), SHAPE)).toEqual([]);
  });

  it('stays separate in snapshots and in merged ones', () => {
    const merged = readingsOf(mergeSnapshots(measured('1/2').snapshot(), measured('2/2').snapshot()));
    expect([merged.trend('turn').upper?.count, merged.everything.trend('turn').upper?.count]).toEqual([2, 6]);
    expect([merged.counter('inputs_sent'), merged.everything.counter('inputs_sent')]).toEqual([2, 6]);
    expect(merged.trend('turn').upper?.maxUs).toBe(300_000);
  });

  it('is in the timeline', () => {
    const { blocks } = measured().snapshot().timeline;
    const completed = blocks.map((block) => block.counters.eu?.turns_completed ?? 0);
    expect(completed.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('costs nothing if nothing is excluded', () => {
    const { table, recorder } = recorderOf();
    appendConversation(recorder, table, [turn(0, 1000)]);
    expect(JSON.stringify(recorder.snapshot())).not.toContain('excluded');
    const readings = recorder.readings();
    expect(readings.everything).toBe(readings);
  });
});
