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
    return kept !== us;
  }

  add(other: LatencyHistogram): void {
    this.counts.add(other.counts);
    this.lowestUs = Math.min(this.lowestUs, other.lowestUs);
    this.highestUs = Math.max(this.highestUs, other.highestUs);
    this.totalUs += other.totalUs;
    this.encoded = undefined;
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

  get stddevUs(): number {
    return this.counts.stdDeviation;
  }

  /**
   * The `rank`-th smallest value (1 = smallest, at most `count`), as the edge of its bucket that cannot understate
   * (`highest`) or cannot overstate (`lowest`); never beyond the exact maximum and minimum.
   */
  valueAtRank(rank: number, edge: 'highest' | 'lowest'): number {
    // Half a rank below: rounding up inside the library then lands on `rank`, whatever floating point does.
    const highest = this.counts.getValueAtPercentile((100 * (rank - 0.5)) / this.count);
    if (edge === 'highest') return Math.min(highest, this.maxUs);
    return Math.max(this.counts.lowestEquivalentValue(highest), this.minUs);
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
    return histogram;
  }
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
