import { checkedWords, damaged, type EncodedShape, openEnvelope, sealEnvelope } from './hdr-envelope.ts';
import { Int32Histogram } from './hdr-library.ts';
import { type HdrWords, writeWords } from './hdr-words.ts';

/** Longer values are clamped: one hour. */
export const MAX_US = 3_600_000_000;

/** Consecutive buckets of equal width, from `first` to `end` (exclusive). */
export interface HdrPage {
  readonly first: number;
  readonly end: number;
  /** The lowest value of the first bucket. */
  readonly lowestUs: number;
  readonly widthUs: number;
}

/** Significant decimal digits: with 3 a bucket is at most 0.1 % wide, with 2 at most 1 %. */
export type Digits = 2 | 3;

const SHAPES = { 2: shapeOf(2), 3: shapeOf(3) };

/**
 * The counts of an HDR histogram over 1 … `MAX_US`, stored by hdr-histogram-js: 92 KiB with three digits, 13 KiB with two.
 * Maximum count of a bucket: 2^32 − 1. The library's own functions to add, rank, encode and decode iterate over the whole range
 * or allocate a second histogram; this class only iterates over the buckets in use.
 *
 * Words are the encoding without compression, for histograms of snapshots, which are compressed as a whole.
 */
export class HdrCounts {
  private readonly digits: Digits;
  private readonly histogram: Int32Histogram;

  constructor(digits: Digits, histogram = new Int32Histogram(1, MAX_US, digits)) {
    this.digits = digits;
    this.histogram = histogram;
  }

  /** Values recorded so far. */
  get total(): number {
    return this.histogram.totalCount;
  }

  /** Count of each bucket. */
  get buckets(): ArrayLike<number> {
    return this.histogram._counts;
  }

  /** The first bucket in use; 0 if there is none. */
  get first(): number {
    const { histogram } = this;
    const zeros = histogram.getCountAtIndex(0) > 0;
    return zeros || this.total === 0 ? 0 : histogram.countsArrayIndex(histogram.minNonZeroValue);
  }

  /** One after the last bucket in use. */
  get end(): number {
    return this.histogram.countsArrayIndex(this.histogram.maxValue) + 1;
  }

  /** `us`: whole microseconds within the range. */
  record(us: number): void {
    this.histogram.recordValue(us);
  }

  /** `other` must have the same number of digits. */
  add(other: HdrCounts): void {
    const into = this.histogram._counts;
    const { buckets, end } = other;
    for (let index = other.first; index < end; index++) into[index]! += buckets[index]!;
    this.histogram.addToTotalCount(other.total);
    this.histogram.maxValue = Math.max(this.histogram.maxValue, other.histogram.maxValue);
    this.histogram.minNonZeroValue = Math.min(this.histogram.minNonZeroValue, other.histogram.minNonZeroValue);
  }

  /**
   * Adds an untrusted encoded histogram with the same number of digits, without decoding it into a second one. Throws a
   * KnownError if the data are damaged or have another range or precision; nothing has been added then.
   */
  addEncoded(data: string): void {
    this.addRead(openEnvelope(data, SHAPES[this.digits]));
  }

  /**
   * Adds untrusted words of a histogram with the same number of digits. Throws a KnownError if they are damaged, or if `count`
   * is given and differs from their total; nothing has been added then.
   */
  addWords(words: Uint8Array, count?: number): void {
    const read = checkedWords(words, SHAPES[this.digits]);
    if (count !== undefined && count !== read.total) throw damaged('its number of values differs from its count');
    this.addRead(read);
  }

  private addRead({ used, buckets, counts, total }: HdrWords): void {
    if (used === 0) return;
    const { histogram } = this;
    const into = histogram._counts;
    for (let index = 0; index < used; index++) into[buckets[index]!]! += counts[index]!;
    histogram.addToTotalCount(total);
    histogram.maxValue = Math.max(histogram.maxValue, this.bucketBounds(buckets[used - 1]!).highest);
    const lowest = buckets[0] === 0 ? buckets[1] : buckets[0];
    if (used === 1 && buckets[0] === 0) return;
    histogram.minNonZeroValue = Math.min(histogram.minNonZeroValue, this.bucketBounds(lowest!).lowest);
  }

  clear(): void {
    this.histogram.reset();
  }

  /** The highest value of the last bucket in use, which is HdrHistogram's maximum. 0 if there is none. */
  get highestUs(): number {
    return this.total === 0 ? 0 : this.bucketBounds(this.end - 1).highest;
  }

  /** The lowest and the highest value that fall into the bucket. */
  bucketBounds(index: number): { lowest: number; highest: number } {
    const lowest = this.histogram.valueFromIndex(index);
    return { lowest, highest: this.histogram.highestEquivalentValue(lowest) };
  }

  /**
   * Number of values that are certainly at or below each bound (µs, ascending): a bucket counts if the bound reaches its
   * highest value. Values less than 0.1 % below a bound may be missing (3 digits).
   */
  countsUpTo(boundsUs: readonly number[]): number[] {
    const { buckets, end } = this;
    let index = this.first;
    let count = 0;
    return boundsUs.map((boundUs) => {
      const reached = boundUs >= this.highestUs ? end : this.bucketsUpTo(boundUs);
      for (; index < reached; index++) count += buckets[index]!;
      return count;
    });
  }

  /** End of the buckets that contain no value above the bound. */
  private bucketsUpTo(boundUs: number): number {
    const at = this.histogram.countsArrayIndex(boundUs);
    return this.bucketBounds(at).highest === boundUs ? at + 1 : at;
  }

  /** The pages with the buckets in use, in order. */
  pages(): HdrPage[] {
    const size = this.histogram.subBucketCount / 2;
    const { end } = this;
    const pages: HdrPage[] = [];
    for (let first = this.first - (this.first % size); first < end; first += size) {
      const { lowest, highest } = this.bucketBounds(first);
      pages.push({ first, end: first + size, lowestUs: lowest, widthUs: highest - lowest + 1 });
    }
    return pages;
  }

  /** HDR V2, compressed, base64, which other HdrHistogram tools can read. Equal counts give equal text. */
  encode(): string {
    return sealWords(this.words(), this.digits);
  }

  /** Equal counts give equal words. */
  words(): Uint8Array {
    return writeWords(this.buckets, this.end);
  }

  /**
   * The percentile distribution as text in HdrHistogram's format: five lines per halving of the distance to 100 %, then mean,
   * standard deviation and maximum. Values are divided by `unitUs` (1000: milliseconds).
   */
  percentileText(unitUs: number): string {
    return this.histogram.outputPercentileDistribution(5, unitUs);
  }

  /** Throws a KnownError if the data are damaged or have another range or precision. */
  static decode(data: string, digits: Digits): HdrCounts {
    const counts = new HdrCounts(digits);
    counts.addEncoded(data);
    return counts;
  }
}

/** `HdrCounts.encode` for counts of which only the words are there. */
export function sealWords(words: Uint8Array, digits: Digits): string {
  return sealEnvelope(words, SHAPES[digits]);
}

function shapeOf(digits: Digits): EncodedShape {
  const { countsArrayLength: buckets } = new Int32Histogram(1, MAX_US, digits);
  return { digits, lowest: 1, highest: MAX_US, buckets };
}
