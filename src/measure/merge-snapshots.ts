import { KnownError } from '../platform/known-error.ts';
import { cellKey, compareKeys } from './cell-key.ts';
import { LatencyHistogram } from './histogram.ts';
import { mergeTimelines } from './merge-timelines.ts';
import { SNAPSHOT_VERSION, type Snapshot } from './snapshot-schema.ts';

/**
 * The sum of two snapshots of different shards of one run. Merging is commutative and associative, cell by cell:
 * any order and grouping gives the same snapshot. Throws a KnownError when a shard is in both (its numbers would count
 * twice: keep the newest of each shard with `newestOfEachShard`) or the scenarios differ.
 */
export function mergeSnapshots(left: Snapshot, right: Snapshot): Snapshot {
  const twice = Object.keys(left.shards).find((shard) => Object.hasOwn(right.shards, shard));
  if (twice !== undefined)
    throw new KnownError(`shard ${twice} is in both snapshots`, { hint: 'give each shard of the run once' });
  if (JSON.stringify(left.shape) !== JSON.stringify(right.shape))
    throw new KnownError('the snapshots come from different scenarios or targets', {
      hint: 'merge only shards of one run: same scenario, same targets',
    });
  return {
    version: SNAPSHOT_VERSION,
    shards: sortedRecord({ ...left.shards, ...right.shards }),
    shape: left.shape,
    trends: mergeCells(left.trends, right.trends, (a, b) => ({
      ...a,
      upper: sum(a.upper, b.upper),
      ...(a.lower && b.lower && { lower: sum(a.lower, b.lower) }),
    })),
    counters: mergeCells(left.counters, right.counters, (a, b) => ({ ...a, count: a.count + b.count })),
    censored: mergeCells(left.censored, right.censored, (a, b) => ({
      ...a,
      count: a.count + b.count,
      shortestUs: Math.min(a.shortestUs, b.shortestUs),
    })),
    timeline: mergeTimelines(left.timeline, right.timeline),
  };
}

/** Of several snapshots of single shards the newest of each: a repeated or a late one does no harm. */
export function newestOfEachShard(snapshots: Iterable<Snapshot>): Snapshot[] {
  const newest = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    const [shard, sequence] = Object.entries(snapshot.shards)[0] ?? ['', 0];
    const known = newest.get(shard)?.shards[shard];
    if (known === undefined || sequence > known) newest.set(shard, snapshot);
  }
  return [...newest.values()];
}

type SnapshotCell = { readonly metric: string; readonly labels: Snapshot['trends'][0]['labels'] };

function mergeCells<C extends SnapshotCell>(left: readonly C[], right: readonly C[], add: (a: C, b: C) => C): C[] {
  const cells = new Map(left.map((cell) => [cellKey(cell), cell]));
  for (const cell of right) {
    const key = cellKey(cell);
    const known = cells.get(key);
    cells.set(key, known ? add(known, cell) : cell);
  }
  return [...cells].sort(([a], [b]) => compareKeys(a, b)).map(([, cell]) => cell);
}

function sum(left: Snapshot['trends'][0]['upper'], right: Snapshot['trends'][0]['upper']) {
  const histogram = LatencyHistogram.decode(left);
  histogram.add(LatencyHistogram.decode(right));
  return histogram.encode();
}

function sortedRecord(record: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareKeys(a, b)));
}
