import { KnownError } from '../../platform/known-error.ts';
import { LatencyHistogram } from '../histogram/histogram.ts';
import { cellKey, compareKeys } from './cell-key.ts';
import { SNAPSHOT_VERSION, type Snapshot } from './snapshot-schema.ts';
import { TimelineSum } from './timeline-sum.ts';

/**
 * The sum of snapshots of different shards of one run; addition is commutative and associative. Memory does not grow with the
 * number of snapshots.
 */
export class SnapshotSum {
  private readonly shards = new Map<string, number>();
  private shape: Snapshot['shape'] | undefined;
  private readonly trends = new Map<string, SumTrend>();
  private readonly counters = new Map<string, Snapshot['counters'][number]>();
  private readonly censored = new Map<string, SumCensored>();
  private readonly timeline = new TimelineSum();

  /**
   * Throws a KnownError if the sum already contains the shard (`newestOfEachShard` removes duplicates), if the scenarios differ,
   * or if a histogram is damaged.
   */
  add(snapshot: Snapshot): void {
    this.admit(snapshot);
    for (const cell of snapshot.trends) this.addTrend(cell);
    for (const cell of snapshot.counters) this.addCounter(cell);
    for (const cell of snapshot.censored) this.addCensored(cell);
    this.timeline.add(snapshot.timeline);
  }

  /** The sum of all snapshots added, at least one. */
  snapshot(): Snapshot {
    return {
      version: SNAPSHOT_VERSION,
      shards: Object.fromEntries(sorted(this.shards)),
      shape: this.shape!,
      trends: sorted(this.trends).map(([, { cell, upper, lower }]) => {
        const { lower: _lower, ...identity } = cell;
        return { ...identity, upper: upper.encode(), ...(lower && { lower: lower.encode() }) };
      }),
      counters: sorted(this.counters).map(([, cell]) => cell),
      censored: sorted(this.censored).map(([, { cell, elapsed }]) => ({
        ...cell,
        ...(elapsed && { elapsed: elapsed.encode() }),
      })),
      timeline: this.timeline.encode(),
    };
  }

  private admit({ shards, shape }: Snapshot): void {
    const twice = Object.keys(shards).find((shard) => this.shards.has(shard));
    if (twice !== undefined)
      throw new KnownError(`shard ${twice} is in both snapshots`, { hint: 'give each shard of the run once' });
    this.shape ??= shape;
    if (JSON.stringify(this.shape) !== JSON.stringify(shape))
      throw new KnownError('the snapshots come from different scenarios or targets', {
        hint: 'merge only shards of one run: same scenario, same targets',
      });
    for (const [shard, sequence] of Object.entries(shards)) this.shards.set(shard, sequence);
  }

  private addTrend(cell: SnapshotTrend): void {
    const key = cellKey(cell);
    const upper = LatencyHistogram.decode(cell.upper);
    const lower = cell.lower && LatencyHistogram.decode(cell.lower);
    const known = this.trends.get(key);
    if (!known) {
      this.trends.set(key, { cell, upper, lower });
      return;
    }
    known.upper.add(upper);
    if (lower) known.lower?.add(lower);
  }

  private addCounter(cell: Snapshot['counters'][number]): void {
    const key = cellKey(cell);
    const known = this.counters.get(key);
    this.counters.set(key, known ? { ...known, count: known.count + cell.count } : cell);
  }

  private addCensored(cell: SnapshotCensored): void {
    const key = cellKey(cell);
    const elapsed = cell.elapsed && LatencyHistogram.decode(cell.elapsed);
    const known = this.censored.get(key);
    if (!known) {
      this.censored.set(key, { cell, elapsed });
      return;
    }
    if (elapsed) known.elapsed?.add(elapsed);
    known.cell = {
      ...known.cell,
      count: known.cell.count + cell.count,
      shortestUs: Math.min(known.cell.shortestUs, cell.shortestUs),
    };
  }
}

/** The sum of two snapshots; see `SnapshotSum`. */
export function mergeSnapshots(left: Snapshot, right: Snapshot): Snapshot {
  const sum = new SnapshotSum();
  sum.add(left);
  sum.add(right);
  return sum.snapshot();
}

/** The newest snapshot of each shard; repeated and late ones are ignored. */
export function newestOfEachShard(snapshots: Iterable<Snapshot>): Snapshot[] {
  const newest = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    const [shard, sequence] = Object.entries(snapshot.shards)[0] ?? ['', 0];
    const known = newest.get(shard)?.shards[shard];
    if (known === undefined || sequence > known) newest.set(shard, snapshot);
  }
  return [...newest.values()];
}

type SnapshotTrend = Snapshot['trends'][number];
type SnapshotCensored = Snapshot['censored'][number];

interface SumTrend {
  /** The first cell of the series, for its labels. */
  readonly cell: SnapshotTrend;
  readonly upper: LatencyHistogram;
  readonly lower: LatencyHistogram | undefined;
}

interface SumCensored {
  /** Its `elapsed` is that of the first cell only. */
  cell: SnapshotCensored;
  readonly elapsed: LatencyHistogram | undefined;
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([left], [right]) => compareKeys(left, right));
}
