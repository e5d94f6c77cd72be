import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoarseHistogram } from '../../src/measure/histogram/coarse-histogram.ts';
import { mergeSnapshots, newestOfEachShard, SnapshotSum } from '../../src/measure/recorder/merge-snapshots.ts';
import { Recorder } from '../../src/measure/recorder/recorder.ts';
import { parseSnapshot, readingsOf } from '../../src/measure/recorder/snapshot.ts';
import { type Snapshot, snapshotSchema } from '../../src/measure/recorder/snapshot-schema.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import type { RunShape } from '../../src/measure/shape/run-shape.ts';
import { drawMs, parseDistribution } from '../../src/platform/distribution.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { randomStream } from '../../src/platform/random.ts';

const SHAPE: RunShape = {
  targets: ['us', 'eu'],
  conversations: [
    { name: 'z', steps: ['two', 'one'] },
    { name: 'b', steps: ['one'] },
  ],
  failureClasses: ['refused'],
};
const TABLE = new SeriesTable(SHAPE);
const SHARDS = 4;

const sample = fc.record({
  shard: fc.nat({ max: SHARDS - 1 }),
  series: fc.nat({ max: TABLE.keys.length - 1 }),
  // Up to ten minutes: some shards then have coarser timelines than others.
  atMs: fc.oneof(fc.nat({ max: 60_000 }), fc.nat({ max: 600_000 })),
  lo: fc.nat({ max: 40_000_000 }),
  width: fc.nat({ max: 5_000 }),
});
type Sample = typeof sample extends fc.Arbitrary<infer T> ? T : never;

function record(recorder: Recorder, { series, atMs, lo, width }: Sample): void {
  const kind = TABLE.keys[series]!.kind;
  if (kind === 'trend') recorder.append(series, atMs, lo, lo + width);
  else if (kind === 'censored') recorder.append(series, atMs, 1, lo);
  else recorder.append(series, atMs, 1 + (width % 3), 0);
}

function snapshotsOf(samples: readonly Sample[]): { whole: Snapshot; shards: Snapshot[] } {
  const whole = new Recorder(TABLE, 'whole');
  const shards = Array.from({ length: SHARDS }, (_, index) => new Recorder(TABLE, `${index + 1}/${SHARDS}`));
  for (const entry of samples) {
    record(whole, entry);
    record(shards[entry.shard]!, entry);
  }
  return { whole: whole.snapshot(), shards: shards.map((shard) => shard.snapshot()) };
}

/** Everything but who measured it. */
const cellsOf = ({ shards: _shards, ...cells }: Snapshot) => cells;

/** The sum over all places, made from the snapshot without its places. */
function unlabelled(snapshot: Snapshot): Snapshot {
  const bare = <T extends { labels: { place?: string | undefined } }>(cells: T[]) =>
    cells.map((cell) => ({ ...cell, labels: withoutPlace(cell.labels) }));
  const blocks = snapshot.timeline.blocks.map(({ places: _, ...block }) => block);
  const sum = new SnapshotSum();
  sum.add({
    ...snapshot,
    trends: bare(snapshot.trends),
    counters: bare(snapshot.counters),
    censored: bare(snapshot.censored),
    timeline: { ...snapshot.timeline, blocks },
  });
  return sum.snapshot();
}

/** What was measured at a place, without its name. */
function atPlace({ trends, counters, censored, timeline }: Snapshot, place: string) {
  const own = <T extends { labels: { place?: string | undefined } }>(cells: T[]) =>
    cells
      .filter(({ labels }) => labels.place === place)
      .map((cell) => ({ ...cell, labels: withoutPlace(cell.labels) }));
  return {
    trends: own(trends),
    counters: own(counters),
    censored: own(censored),
    timeline: timeline.blocks.map(({ places = {} }) => places[place]),
  };
}

/** A block of one place as a part of merged blocks: its turns per target. */
function asPart({ vuMs, counters, sendLag, steps }: Snapshot['timeline']['blocks'][number]) {
  const targets = [...new Set(steps.map(({ target }) => target))].sort().map((target) => {
    const own = steps.filter((step) => step.target === target);
    const trends = (['firstOutput', 'firstOutputLow', 'turn'] as const).flatMap((trend) => {
      const packed = own.flatMap((step) => step[trend] ?? []);
      const sum = new CoarseHistogram();
      for (const each of packed) sum.addPacked(each);
      return packed.length === 0 ? [] : [[trend, sum.pack()]];
    });
    return { target, ...Object.fromEntries(trends) };
  });
  return { vuMs, counters, sendLag, targets };
}

function withoutPlace<T extends { place?: string | undefined }>({ place: _, ...rest }: T) {
  return rest;
}

describe('merging snapshots', () => {
  it('yields the cells of a single recorder, in any order and grouping', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: SHARDS });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 120 }), order, (samples, indices) => {
        const { whole, shards } = snapshotsOf(samples);
        const [a, b, c, d] = indices.map((index) => shards[index]!);
        const inARow = mergeSnapshots(mergeSnapshots(mergeSnapshots(a!, b!), c!), d!);
        const inPairs = mergeSnapshots(mergeSnapshots(d!, b!), mergeSnapshots(a!, c!));
        expect(inPairs).toEqual(inARow);
        // Where all late samples are in one shard, its timeline alone is coarse: the sum takes the coarsest.
        expect(cellsOf(inARow)).toEqual(cellsOf(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('of many shards, one by one through JSON, yields the quantiles of all samples', () => {
    const stream = randomStream(3, 0, 'shards');
    const replyTime = parseDistribution('lognormal 400ms 0.6')!;
    const whole = new Recorder(TABLE, 'whole');
    const sum = new SnapshotSum();
    const trends = [TABLE.conversation(0, 0).steps[0]!.turn, TABLE.conversation(1, 1).steps[0]!.firstOutput];
    for (let shard = 1; shard <= 40; shard++) {
      const recorder = new Recorder(TABLE, `${shard}/40`);
      for (let index = 0; index < 500; index++) {
        const us = drawMs(replyTime, stream) * 1000;
        for (const sink of [whole, recorder]) sink.append(trends[index % 2]!, index * 500, us, us + 300);
      }
      sum.add(parseSnapshot(JSON.parse(JSON.stringify(recorder.snapshot())), 'it'));
    }
    const merged = sum.snapshot();
    expect(Object.keys(merged.shards)).toHaveLength(40);
    expect(cellsOf(merged)).toEqual(cellsOf(whole.snapshot()));
    for (const metric of ['turn', 'first_output'] as const) {
      const [ours, exact] = [readingsOf(merged).trend(metric), whole.readings().trend(metric)];
      expect(ours.measured).toBe(10_000);
      for (const q of [0.5, 0.95, 0.99, 0.999]) expect(ours.quantile(q)).toEqual(exact.quantile(q));
      expect([ours.upper?.meanUs, ours.upper?.stddevUs]).toEqual([exact.upper?.meanUs, exact.upper?.stddevUs]);
    }
  });

  it('labels what each place measured, and keeps the totals', () => {
    const places = ['eu-west', 'us-east', 'eu-west', undefined];
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: SHARDS });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 80 }), order, (samples, indices) => {
        const { shards } = snapshotsOf(samples);
        const sum = new SnapshotSum();
        for (const index of indices) sum.add(shards[index]!, places[index]);
        const merged = sum.snapshot();
        expect(snapshotSchema.parse(merged)).toEqual(merged);
        expect(unlabelled(merged)).toEqual(shards.reduce(mergeSnapshots));
        const ofPlace = atPlace(merged, 'eu-west');
        const alone = mergeSnapshots(shards[0]!, shards[2]!);
        expect([ofPlace.trends, ofPlace.counters, ofPlace.censored]).toEqual([
          alone.trends,
          alone.counters,
          alone.censored,
        ]);
        if (alone.timeline.blockMs === merged.timeline.blockMs)
          expect(ofPlace.timeline.slice(0, alone.timeline.blocks.length)).toEqual(alone.timeline.blocks.map(asPart));
        // What is labelled already stays so, in any grouping.
        const inPairs = [indices.slice(0, 2), indices.slice(2)].map((pair) => {
          const half = new SnapshotSum();
          for (const index of pair) half.add(shards[index]!, places[index]);
          return half.snapshot();
        });
        expect(inPairs.reduce(mergeSnapshots)).toEqual(merged);
      }),
      { numRuns: 40 },
    );
  });

  it('is unaffected by JSON', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 40 }), (samples) => {
        const { whole } = snapshotsOf(samples);
        expect(parseSnapshot(JSON.parse(JSON.stringify(whole)), 'it')).toEqual(whole);
        expect(snapshotSchema.parse(whole)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('replaces the previous snapshot of a shard', () => {
    const recorder = new Recorder(TABLE, '1/2');
    const other = new Recorder(TABLE, '2/2');
    const { outputs } = TABLE.conversation(0, 0).counters;
    recorder.append(outputs, 0, 5, 0);
    other.append(outputs, 0, 1, 0);
    const early = recorder.snapshot();
    recorder.append(outputs, 0, 7, 0);
    const late = recorder.snapshot();
    const newest = newestOfEachShard([late, other.snapshot(), early, late]);
    expect(readingsOf(newest.reduce(mergeSnapshots)).counter('outputs')).toBe(13);
  });

  it('rejects a shard twice, and different scenarios', () => {
    const snapshot = new Recorder(TABLE, '1/2').snapshot();
    const other = new Recorder(new SeriesTable({ ...SHAPE, targets: ['eu'] }), '2/2').snapshot();
    expect(() => mergeSnapshots(snapshot, snapshot)).toThrow(KnownError);
    expect(() => mergeSnapshots(snapshot, other)).toThrow(/different scenarios/);
  });

  it('accepts only its own major version, and reports the position of damage', () => {
    const snapshot = new Recorder(TABLE, '1/1').snapshot();
    expect(() => parseSnapshot({ ...snapshot, version: '1.2.0', counters: 7 }, 'a.json')).toThrow(
      /a\.json has snapshot version 1/,
    );
    expect(() => parseSnapshot({ ...snapshot, counters: [{ metric: 'outputs' }] }, 'a.json')).toThrow(
      /the field counters\.0\.labels is invalid$/,
    );
  });
});
