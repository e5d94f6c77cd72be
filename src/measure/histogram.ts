import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js';
import { KnownError } from '../platform/known-error.ts';

/** Nothing longer is told apart: one hour. */
export const LONGEST_US = 3_600_000_000;

/** As it travels in snapshots and reports. `data` is the HDR V2 encoding, compressed, in base64; it holds the counts. */
export interface EncodedHistogram {
  readonly count: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Exact, so that the mean does not depend on buckets. */
  readonly sumUs: number;
  readonly data: string;
}

/**
 * Durations in whole microseconds, 0 to one hour, with three significant digits (a bucket is at most 0.1 % wide).
 * The pure JS histogram with 32-bit counts: 92 KiB, about 100 ns per value. (The WASM one records in 20 ns, but its
 * memory must be freed by hand, and 20,000 turns a second are far below what either can do.)
 */
export class LatencyHistogram {
  private readonly counts: Int32Histogram;
  private lowestUs = Number.POSITIVE_INFINITY;
  private highestUs = 0;
  private totalUs = 0;
  /** Made when asked for, kept until the next value: a checkpoint encodes only what has changed. */
  private encoded: EncodedHistogram | undefined;
  /** Made when a rank is asked for, kept as long. */
  private ranks: RankIndex | undefined;

  constructor(counts: Int32Histogram = new Int32Histogram(1, LONGEST_US, 3)) {
    this.counts = counts;
  }

  /** Returns whether the value was outside the range and has been clamped. Throws on what is no integer: that is a bug. */
  record(us: number): boolean {
    if (!Number.isInteger(us)) throw new RangeError(`a histogram takes whole microseconds, not ${us}`);
    const kept = us < 0 ? 0 : us > LONGEST_US ? LONGEST_US : us;
    this.counts.recordValue(kept);
    if (kept < this.lowestUs) this.lowestUs = kept;
    if (kept > this.highestUs) this.highestUs = kept;
    this.totalUs += kept;
    this.encoded = undefined;
    this.ranks = undefined;
    return kept !== us;
  }

  add(other: LatencyHistogram): void {
    this.counts.add(other.counts);
    this.lowestUs = Math.min(this.lowestUs, other.lowestUs);
    this.highestUs = Math.max(this.highestUs, other.highestUs);
    this.totalUs += other.totalUs;
    this.encoded = undefined;
    this.ranks = undefined;
  }

  get count(): number {
    return this.counts.totalCount;
  }

  /** Exact; 0 where nothing was recorded, like the ones below. */
  get minUs(): number {
    return this.count === 0 ? 0 : this.lowestUs;
  }

  get maxUs(): number {
    return this.highestUs;
  }

  get meanUs(): number {
    return this.count === 0 ? 0 : this.totalUs / this.count;
  }

  /** Of the whole, not of a sample; each value taken as the middle of its bucket. */
  get stddevUs(): number {
    if (this.count === 0) return 0;
    const { lowest, upTo } = this.rankIndex();
    const middles = lowest.map((lowestUs) => this.counts.medianEquivalentValue(lowestUs));
    const counts = upTo.map((total, index) => total - (upTo[index - 1] ?? 0));
    // Around the mean of the middles, so that equal values deviate by nothing.
    const mean = middles.reduce((sum, middle, index) => sum + middle * counts[index]!, 0) / this.count;
    const squares = middles.reduce((sum, middle, index) => sum + (middle - mean) ** 2 * counts[index]!, 0);
    return Math.sqrt(squares / this.count);
  }

  /**
   * The `rank`-th smallest value (1 = smallest, at most `count`), as the edge of its bucket that cannot understate
   * (`highest`) or cannot overstate (`lowest`); never beyond the exact maximum and minimum.
   */
  valueAtRank(rank: number, edge: 'highest' | 'lowest'): number {
    const lowest = valueAt(this.rankIndex(), rank);
    if (edge === 'lowest') return Math.max(lowest, this.minUs);
    return Math.min(this.counts.highestEquivalentValue(lowest), this.maxUs);
  }

  private rankIndex(): RankIndex {
    this.ranks ??= indexRanks(this.counts, this.maxUs);
    return this.ranks;
  }

  encode(): EncodedHistogram {
    this.encoded ??= {
      count: this.count,
      minUs: this.minUs,
      maxUs: this.maxUs,
      sumUs: this.totalUs,
      data: encodeIntoCompressedBase64(this.counts),
    };
    return this.encoded;
  }

  /** Throws a KnownError where the data are damaged or of another layout. */
  static decode(encoded: EncodedHistogram): LatencyHistogram {
    const histogram = new LatencyHistogram(decodeCounts(encoded.data, 3));
    if (histogram.count !== encoded.count) throw damaged('it holds another number of values than it says');
    if (encoded.count > 0) {
      histogram.lowestUs = encoded.minUs;
      histogram.highestUs = encoded.maxUs;
      histogram.totalUs = encoded.sumUs;
    }
    histogram.encoded = encoded;
    return histogram;
  }
}

/** The buckets in use, in order: lowest value and how many values lie in it and below. Asked for a dozen quantiles each. */
interface RankIndex {
  readonly lowest: readonly number[];
  readonly upTo: readonly number[];
}

function indexRanks(counts: Int32Histogram, maxUs: number): RankIndex {
  const lowest: number[] = [];
  const upTo: number[] = [];
  const last = counts.countsArrayIndex(maxUs);
  for (let index = 0, total = 0; index <= last; index++) {
    const count = counts.getCountAtIndex(index);
    if (count === 0) continue;
    total += count;
    lowest.push(counts.valueFromIndex(index));
    upTo.push(total);
  }
  return { lowest, upTo };
}

/** Binary search for the first bucket that reaches the rank. */
function valueAt({ lowest, upTo }: RankIndex, rank: number): number {
  let from = 0;
  let to = upTo.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (upTo[middle]! >= rank) to = middle;
    else from = middle + 1;
  }
  return lowest[from] ?? 0;
}

/** The counts of one encoded histogram of `digits` significant digits over the range used here. */
export function decodeCounts(data: string, digits: 2 | 3): Int32Histogram {
  let counts: unknown;
  try {
    counts = decodeFromCompressedBase64(data, 32);
  } catch (cause) {
    throw damaged('it is no HDR V2 encoding', cause);
  }
  const readable =
    counts instanceof Int32Histogram &&
    counts.numberOfSignificantValueDigits === digits &&
    counts.highestTrackableValue === LONGEST_US;
  if (!readable) throw damaged('its range or precision is another one');
  return counts as Int32Histogram;
}

/** A histogram of two significant digits, for the timeline: a bucket is at most 1 % wide. */
export function coarseCounts(): Int32Histogram {
  return new Int32Histogram(1, LONGEST_US, 2);
}

export function encodeCounts(counts: Int32Histogram): string {
  return encodeIntoCompressedBase64(counts);
}

function damaged(why: string, cause?: unknown): KnownError {
  return new KnownError(`a histogram cannot be read: ${why}`, {
    hint: 'the file is damaged or was edited; take the original',
    cause,
  });
}
