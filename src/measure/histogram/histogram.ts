import { HdrCounts } from './hdr-counts.ts';
import { MAX_US } from './hdr-layout.ts';
import { RankIndex } from './rank-index.ts';

/** A histogram in snapshots. `words`: its counts in HDR V2 encoding without header and compression, base64. */
export interface PackedHistogram {
  readonly count: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Exact: the mean does not depend on buckets. */
  readonly sumUs: number;
  readonly words: string;
}

/** Values derived from the counts, each computed on first use. */
interface Derived {
  encoded?: string;
  packed?: PackedHistogram;
  ranks?: RankIndex;
  stddevUs?: number;
}

/** Durations in whole microseconds, 0 to one hour, with three significant digits (a bucket is at most 0.1 % wide). */
export class LatencyHistogram {
  private readonly counts: HdrCounts;
  private lowestUs = Number.POSITIVE_INFINITY;
  private highestUs = 0;
  private totalUs = 0;
  /** A checkpoint recomputes only what has changed: undefined after a new value. */
  private derived: Derived | undefined;

  constructor(counts: HdrCounts = new HdrCounts(3)) {
    this.counts = counts;
  }

  /** Returns whether the value was outside the range and has been clamped. Throws if it is not an integer (a bug). */
  record(us: number): boolean {
    if (!Number.isInteger(us)) throw new RangeError(`a histogram takes whole microseconds, not ${us}`);
    const kept = us < 0 ? 0 : us > MAX_US ? MAX_US : us;
    this.counts.record(kept);
    if (kept < this.lowestUs) this.lowestUs = kept;
    if (kept > this.highestUs) this.highestUs = kept;
    this.totalUs += kept;
    this.derived = undefined;
    return kept !== us;
  }

  add(other: LatencyHistogram): void {
    this.counts.add(other.counts);
    this.lowestUs = Math.min(this.lowestUs, other.lowestUs);
    this.highestUs = Math.max(this.highestUs, other.highestUs);
    this.totalUs += other.totalUs;
    this.derived = undefined;
  }

  /** Adds an untrusted histogram of a snapshot. Throws a KnownError if it is damaged; nothing has been added then. */
  addPacked({ count, minUs, maxUs, sumUs, words }: PackedHistogram): void {
    this.counts.addWords(Buffer.from(words, 'base64'), count);
    if (count === 0) return;
    this.lowestUs = Math.min(this.lowestUs, minUs);
    this.highestUs = Math.max(this.highestUs, maxUs);
    this.totalUs += sumUs;
    this.derived = undefined;
  }

  /** Replaces the content. */
  setToSumOf(parts: readonly LatencyHistogram[]): void {
    this.counts.clear();
    this.lowestUs = Number.POSITIVE_INFINITY;
    this.highestUs = 0;
    this.totalUs = 0;
    for (const part of parts) this.add(part);
  }

  private get known(): Derived {
    this.derived ??= {};
    return this.derived;
  }

  get count(): number {
    return this.counts.total;
  }

  /** Exact; 0 if empty, as are the following. */
  get minUs(): number {
    return this.count === 0 ? 0 : this.lowestUs;
  }

  get maxUs(): number {
    return this.highestUs;
  }

  get sumUs(): number {
    return this.totalUs;
  }

  get meanUs(): number {
    return this.count === 0 ? 0 : this.totalUs / this.count;
  }

  /** Population standard deviation; each value counts as the middle of its bucket. */
  get stddevUs(): number {
    const { known } = this;
    known.stddevUs ??= this.counts.stddevUs(this.meanUs);
    return known.stddevUs;
  }

  /**
   * The `rank`-th smallest value (1 = smallest, at most `count`): the highest or lowest value of its bucket, which is an upper
   * or lower bound, limited to the exact maximum and minimum.
   */
  valueAtRank(rank: number, bound: 'highest' | 'lowest'): number {
    const { known } = this;
    known.ranks ??= new RankIndex(this.counts);
    const { lowest, highest } = this.counts.bucketBounds(known.ranks.bucketAt(Math.min(rank, this.count)));
    return bound === 'lowest' ? Math.max(lowest, this.minUs) : Math.min(highest, this.maxUs);
  }

  /** Number of values that are certainly at or below each bound; see `HdrCounts`. */
  countsUpTo(boundsUs: readonly number[]): number[] {
    return this.counts.countsUpTo(boundsUs);
  }

  /** HDR V2, compressed, base64: for reports. */
  encode(): string {
    const { known } = this;
    known.encoded ??= this.counts.encode();
    return known.encoded;
  }

  /** For snapshots. */
  pack(): PackedHistogram {
    const { known } = this;
    known.packed ??= {
      count: this.count,
      minUs: this.minUs,
      maxUs: this.maxUs,
      sumUs: this.sumUs,
      words: Buffer.from(this.counts.words()).toString('base64'),
    };
    return known.packed;
  }

  /** Throws a KnownError if the data are damaged. */
  static unpack(packed: PackedHistogram): LatencyHistogram {
    const histogram = new LatencyHistogram();
    histogram.addPacked(packed);
    return histogram;
  }
}
