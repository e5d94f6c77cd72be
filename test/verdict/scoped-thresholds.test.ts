import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Readings } from '../../src/measure/readings.ts';
import { CellStore } from '../../src/measure/recorder/cell-store.ts';
import { scopedCellsSchema } from '../../src/measure/recorder/scoped-cells.ts';
import { tee } from '../../src/measure/sample.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { describeActual, describeMiss } from '../../src/verdict/describe-result.ts';
import { evaluateThreshold } from '../../src/verdict/evaluate.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { type ScopeTimes, windowOf } from '../../src/verdict/scope-times.ts';
import { ScopedThresholds } from '../../src/verdict/scoped-thresholds.ts';
import type { Threshold } from '../../src/verdict/threshold.ts';
import { ListSink } from '../support/list-sink.ts';
import { appendConversation, type SampleTurn, SHAPE } from '../support/sample-run.ts';

const TABLE = new SeriesTable(SHAPE);
const MINUTE: ScopeTimes = {
  steady: [{ fromMs: 20_000, toMs: 60_000 }],
  measured: [{ fromMs: 0, toMs: 60_000 }],
  longestTurnMs: 30_000,
};

const turnAt = (atMs: number, turnUs: number, outcome: SampleTurn['outcome'] = 'completed'): SampleTurn => ({
  step: 0,
  atMs,
  outcome,
  firstOutputUs: turnUs,
  turnUs,
  coarseUs: 0,
});

/** A threshold as written, and what it came to `elapsedMs` after the start. */
function judged(expression: string, turns: readonly SampleTurn[], times = MINUTE, elapsedMs = 70_000) {
  const threshold: Threshold = { ...parseThreshold(expression), minSamples: 1 };
  const scoped = new ScopedThresholds([threshold], () => times, TABLE.keys);
  for (const turn of turns) appendConversation(scoped, TABLE, [turn]);
  const [one] = scoped.all;
  const result = one!.result(elapsedMs);
  const text = [describeActual(result), describeMiss(result)].filter((part) => part !== '').join(', ');
  return { ...result, text, isLost: one!.isLost(elapsedMs, 0) };
}

describe('a threshold on a share of windows', () => {
  const slowFrom = (fromMs: number) =>
    Array.from({ length: 120 }, (_, index) => turnAt(index * 500, index * 500 < fromMs ? 900_000 : 2_310_000));

  it('counts the windows that meet it, and reports the worst one', () => {
    const { state, windows, text } = judged('turn p95 < 2s in 90% of windows', slowFrom(50_000));
    expect(state).toBe('fail');
    expect(windows).toMatchObject({ met: 5, missed: 1, inconclusive: 0, tooFew: 0 });
    expect(text).toBe('5 of 6 windows, worst 2.31 s at 50.0 s, at least 90 % required');
    expect(judged('turn p95 < 2s in 80% of windows', slowFrom(50_000)).state).toBe('pass');
  });

  it('has no window for unmeasured time, for a rest of less than 10 s, and for one without data', () => {
    const times = { ...MINUTE, measured: [{ fromMs: 5000, toMs: 38_000 }] };
    const turns = [turnAt(1000, 5e6), turnAt(6000, 9e5), turnAt(26_000, 9e5), turnAt(36_000, 5e6), turnAt(50_000, 5e6)];
    expect(judged('turn p95 < 2s in 100% of windows', turns, times)).toMatchObject({
      state: 'pass',
      windows: { met: 2, missed: 0 },
    });
    expect(judged('turn p95 < 2s in 100% of windows', [], times)).toMatchObject({
      state: 'no-data',
      text: 'no data, no 10 s window has data',
    });
  });

  it('evaluates no window that is still open', () => {
    const turns = slowFrom(60_000);
    expect(judged('turn p95 < 2s in 100% of windows', turns, MINUTE, 39_999).windows).toMatchObject({ met: 3 });
  });

  it('ranks failed turns as slowest', () => {
    const turns = [turnAt(1000, 9e5), turnAt(2000, 3e7, 'timed-out')];
    expect(judged('turn p95 < 40s in 100% of windows', turns).text).toBe(
      '0 of 1 windows, worst >30.0 s at 0.00 ms, at least 100 % required',
    );
  });

  it('distinguishes windows with too few turns from those without any', () => {
    const threshold = parseThreshold('turn p99 < 2s in 99% of windows');
    const scoped = new ScopedThresholds([threshold], () => MINUTE, TABLE.keys);
    for (const atMs of [1000, 11_000, 12_000]) appendConversation(scoped, TABLE, [turnAt(atMs, 9e5)]);
    const result = scoped.all[0]!.result(70_000);
    expect(result).toMatchObject({ state: 'too-few', samples: 0, windows: { tooFew: 2 } });
    expect(describeMiss(result)).toBe(
      'not enough data: too few turns in all 2 windows of 10 s; raise the load, or set minSamples',
    );
  });

  it('has failed for good once too many closed windows missed it', () => {
    const quick = { ...MINUTE, longestTurnMs: 2000 };
    const lost = (fromMs: number, elapsedMs: number, times = quick) =>
      judged('turn p95 < 2s in 50% of windows', slowFrom(fromMs), times, elapsedMs).isLost;
    // Windows are complete after the longest turn and 10 s more: the fourth 12 s after its end.
    expect(lost(0, 51_999)).toBe(false);
    expect(lost(0, 52_000)).toBe(true);
    expect(lost(30_000, 90_000)).toBe(false);
    const endless = { ...quick, measured: [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }] };
    expect(lost(0, 21_999, endless)).toBe(false);
    expect(lost(0, 22_000, endless)).toBe(true);
  });

  it('has failed for good once a counter exceeds its limit, and not while it may still increase', () => {
    const failing = Array.from({ length: 12 }, (_, index) => turnAt(index * 5000, 3e7, 'timed-out'));
    const lost = (expression: string, elapsedMs: number) =>
      judged(`${expression} in 80% of windows`, failing, MINUTE, elapsedMs).isLost;
    expect(lost('turns_timed_out < 1', 19_999)).toBe(false);
    expect(lost('turns_timed_out < 1', 20_000)).toBe(true);
    expect(lost('turns_completed > 3', 59_000)).toBe(false);
    expect(lost('turns_completed > 3', 61_000)).toBe(true);
    // When their conversations will have ended, nobody knows.
    expect(lost('conversation_completion > 90%', 400_000)).toBe(false);
  });

  it('counts 0 in a window without events, once the run has had any', () => {
    const early = Array.from({ length: 20 }, (_, index) => turnAt(index * 1000, 9e5));
    const windowsOf = (expression: string, turns = early, times = MINUTE) =>
      judged(`${expression} in 100% of windows`, turns, times).windows;
    expect(windowsOf('goodput > 0.5/s')).toMatchObject({
      met: 2,
      missed: 4,
      worst: { fromMs: 20_000, unit: 'per-second', value: 0 },
    });
    expect(windowsOf('turns_completed > 0')).toMatchObject({ met: 2, missed: 4 });
    expect(windowsOf('turns_timed_out == 0')).toMatchObject({ met: 6, missed: 0 });
    expect(windowsOf('turn p50 < 2s')).toMatchObject({ met: 2, missed: 0 });
    expect(windowsOf('conversation_completion > 99%')).toMatchObject({ met: 2, missed: 0 });
    expect(judged('goodput > 0.5/s in 100% of windows', []).state).toBe('no-data');
    const endless = { ...MINUTE, measured: [{ fromMs: 0, toMs: Number.POSITIVE_INFINITY }] };
    const gap = [...early, turnAt(45_000, 9e5)];
    expect(windowsOf('turns_completed > 0', gap, endless)).toMatchObject({ met: 3, missed: 2 });
  });

  it('keeps the result of a window: later events change nothing', () => {
    const [scoped] = new ScopedThresholds(
      [{ ...parseThreshold('turn max < 2s in 100% of windows'), minSamples: 1 }],
      () => ({ ...MINUTE, longestTurnMs: 2000 }),
      TABLE.keys,
    ).all;
    appendConversation(scoped!, TABLE, [turnAt(1000, 9e5)]);
    expect(scoped!.result(22_000).windows).toMatchObject({ met: 1, missed: 0 });
    appendConversation(scoped!, TABLE, [turnAt(1500, 9e6)]);
    expect(scoped!.result(23_000).windows).toMatchObject({ met: 1, missed: 0 });
    expect(scoped!.result(70_000).windows).toMatchObject({ met: 1, missed: 0 });
  });

  it.each([
    ['conversation_completion > 99%', 'fail'],
    ['conversation_completion > 40%', 'pass'],
    ['goodput > 0.09/s', 'pass'],
    ['goodput > 0.11/s', 'fail'],
    ['turns_timed_out == 0', 'fail'],
    ['turns_timed_out <= 1', 'pass'],
    ['turn{conversation="book a table", step=hello} count == 1', 'pass'],
    ['first_output{of=completed} max < 1s', 'pass'],
  ])('with one good and one bad turn each: %s → %s', (expression, state) => {
    const turns = Array.from({ length: 6 }, (_, window) => [
      turnAt(window * 10_000, 900_000),
      turnAt(window * 10_000 + 1, 30_000_000, 'timed-out'),
    ]).flat();
    expect(judged(`${expression} in 100% of windows`, turns).state).toBe(state);
  });

  it('agrees with evaluating each window over all of its series, also when windows are closed early', () => {
    const turn = fc.record({
      atMs: fc.nat({ max: 59_999 }),
      us: fc.integer({ min: 500_000, max: 3_000_000 }),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(turn, { maxLength: 60 }),
        fc.constantFrom('p50', 'mean', 'max', 'min'),
        (turns, statistic) => {
          const threshold = { ...parseThreshold(`turn ${statistic} < 2s in 50% of windows`), minSamples: 1 };
          const times = { ...MINUTE, longestTurnMs: 0 };
          const scoped = new ScopedThresholds([threshold], () => times, TABLE.keys);
          const all = new ListSink();
          for (const { atMs, us, fails } of turns.toSorted((left, right) => left.atMs - right.atMs)) {
            scoped.all[0]!.result(atMs);
            appendConversation(tee(scoped, all), TABLE, [turnAt(atMs, us, fails ? 'timed-out' : 'completed')]);
          }
          const states = [0, 1, 2, 3, 4, 5].map((window) => {
            const cells = new CellStore(TABLE.keys);
            for (const { series, atMs, lo, hi } of all.samples)
              if (Math.floor(atMs / 10_000) === window) cells.append(series, lo, hi);
            return evaluateThreshold(threshold, new Readings(cells.all()), 10_000).state;
          });
          const { windows } = scoped.all[0]!.result(70_000);
          const count = (state: string) => states.filter((each) => each === state).length;
          expect(windows).toMatchObject({
            met: count('pass'),
            missed: count('fail'),
            inconclusive: count('inconclusive'),
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a threshold in steady', () => {
  it('includes only what was due while the load was constant', () => {
    const turns = [
      turnAt(1000, 9e6),
      turnAt(19_999, 9e6),
      turnAt(20_000, 9e5),
      turnAt(59_999, 9e5),
      turnAt(60_000, 9e6),
    ];
    expect(judged('turn max < 1s in steady', turns)).toMatchObject({ state: 'pass', samples: 2 });
    expect(judged('turn max < 1s in steady', turns.slice(0, 2))).toMatchObject({ state: 'no-data' });
  });

  it('computes rates per second of the steady time elapsed so far', () => {
    const turns = Array.from({ length: 40 }, (_, index) => turnAt(20_000 + index * 500, 9e5));
    expect(judged('goodput > 0.9/s in steady', turns)).toMatchObject({ state: 'pass', actual: 1 });
    expect(judged('goodput > 0.9/s in steady', turns, MINUTE, 40_000)).toMatchObject({ actual: 2 });
  });
});

describe('the cells of shards', () => {
  it('give the result of one machine once they are added up, through JSON and in any order', () => {
    const turn = fc.record({
      atMs: fc.integer({ min: 0, max: 59_999 }),
      us: fc.integer({ min: 1, max: 4_000_000 }),
      outcome: fc.constantFrom<SampleTurn['outcome']>('completed', 'timed-out', 'interrupted'),
      shard: fc.integer({ min: 0, max: 3 }),
    });
    const thresholds = [
      'turn p90 < 2s in 50% of windows',
      'turns_timed_out < 3 in 80% of windows',
      'goodput > 0.2/s in 90% of windows',
      'turn p75 < 2s in steady',
      'conversation_completion > 60% in steady',
      'turn{place=eu-west} p75 < 2s in steady',
      'goodput{place=us-east} > 0.1/s in 90% of windows',
    ].map((text) => ({ ...parseThreshold(text), minSamples: 1 }));
    const make = () => new ScopedThresholds(thresholds, () => MINUTE, TABLE.keys);
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 80 }), (turns) => {
        const whole = make();
        const atPlace = { 'eu-west': make(), 'us-east': make() };
        const shards = [make(), make(), make(), make()];
        const places = ['eu-west', 'us-east', undefined, 'eu-west'] as const;
        for (const { atMs, us, outcome, shard } of turns) {
          const place = places[shard];
          const both = tee(whole, shards[shard]!);
          const sink = place === undefined ? both : tee(both, atPlace[place]);
          appendConversation(sink, TABLE, [turnAt(atMs, us, outcome)]);
          // A checkpoint closes windows that should get no more samples; late ones count nevertheless.
          shards[shard]!.encode(atMs + 45_000);
        }
        const merged = make();
        for (const [index, shard] of [...shards.entries()].toReversed())
          merged.add(scopedCellsSchema.parse(JSON.parse(JSON.stringify(shard.encode(70_000)))), places[index]);
        for (const [index, scoped] of merged.all.entries()) {
          const { place } = scoped.threshold.labels;
          const alone = place === undefined ? whole : atPlace[place as keyof typeof atPlace];
          expect(scoped.result(70_000)).toEqual(alone.all[index]!.result(70_000));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the window of a point in time', () => {
  it('starts with its measured time range', () => {
    const times = [
      { fromMs: 5000, toMs: 30_000 },
      { fromMs: 100_000, toMs: Number.POSITIVE_INFINITY },
    ];
    expect(windowOf(times, 4999)).toBeUndefined();
    expect(windowOf(times, 5000)).toEqual({ fromMs: 5000, toMs: 15_000 });
    expect(windowOf(times, 24_999)).toEqual({ fromMs: 15_000, toMs: 25_000 });
    expect(windowOf(times, 25_000)).toBeUndefined();
    expect(windowOf(times, 119_000)).toEqual({ fromMs: 110_000, toMs: 120_000 });
  });
});
