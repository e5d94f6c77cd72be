import { KnownError } from '../../platform/known-error.ts';
import type { Measurements } from '../measurements.ts';
import { Readings } from '../readings.ts';
import { compareKeys } from './cell-key.ts';
import { CellSum } from './cell-sum.ts';
import { encodeCells } from './encode-cells.ts';
import { SNAPSHOT_VERSION, type Snapshot } from './snapshot-schema.ts';
import { TimelineSum } from './timeline-sum.ts';

/**
 * The sum of snapshots of different shards of one run; addition is commutative and associative. Memory does not grow with the
 * number of snapshots.
 */
export class SnapshotSum {
  private readonly shards = new Map<string, number>();
  private shape: Snapshot['shape'] | undefined;
  private readonly cells = new CellSum();
  private readonly timeline = new TimelineSum();

  /**
   * Adds a snapshot; `place`: where all of it was measured, default: as labelled. Throws a KnownError if the sum already
   * contains the shard (`newestOfEachShard` removes duplicates), if the scenarios differ, or if a histogram is damaged.
   */
  add(snapshot: Snapshot, place?: string): void {
    this.admit(snapshot);
    this.cells.add(snapshot, place);
    this.timeline.add(snapshot.timeline, place);
  }

  /** The sum of all snapshots added, at least one. */
  snapshot(): Snapshot {
    return {
      version: SNAPSHOT_VERSION,
      shards: Object.fromEntries(sorted(this.shards)),
      shape: this.shape!,
      ...encodeCells([...this.cells.all()]),
      timeline: this.timeline.encode('pack'),
    };
  }

  /** What a report of the sum needs; cells are not copied. At least one snapshot has been added. */
  measurements(): Measurements {
    const timeline = this.timeline.encode('encode');
    return { shape: this.shape!, timeline, readings: new Readings(this.cells.all()) };
  }

  private admit({ shards, shape }: Snapshot): void {
    const twice = Object.keys(shards).find((shard) => this.shards.has(shard));
    if (twice !== undefined)
      throw new KnownError(`shard ${twice} is in both snapshots`, { hint: 'give each shard of the run once' });
    this.shape ??= shape;
    if (JSON.stringify(this.shape) !== JSON.stringify(shape))
      throw new KnownError('the snapshots come from different scenarios or targets', {
        hint: 'merge only shards of one run: same scenario, same targets, same --series',
      });
    for (const [shard, sequence] of Object.entries(shards)) this.shards.set(shard, sequence);
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

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([left], [right]) => compareKeys(left, right));
}
