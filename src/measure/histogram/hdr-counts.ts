import { checkedWords, damaged, openEnvelope, sealEnvelope } from './hdr-envelope.ts';
import { type Digits, HDR_LAYOUTS, type HdrLayout } from './hdr-layout.ts';
import { type HdrWords, writeWords } from './hdr-words.ts';

/**
 * The counts of an HDR histogram over 1 … `MAX_US`. Only pages in use are stored, of 4 KiB with three digits and 512 bytes with
 * two: latencies from 100 ms to 3 s have six, of 23 and 26. Maximum count of a bucket: 2^32 − 1.
 *
 * Words are the encoding without compression, for histograms of snapshots, which are compressed as a whole.
 */
export class HdrCounts {
  /** Values recorded so far. */
  total = 0;
  private readonly layout: HdrLayout;
  private readonly stored: (Uint32Array | undefined)[] = [];
  private lowest = Number.POSITIVE_INFINITY;
  private highest = 0;

  constructor(digits: Digits) {
    this.layout = HDR_LAYOUTS[digits];
  }

  get digits(): Digits {
    return this.layout.digits;
  }

  countAt(bucket: number): number {
    const { pageBits, pageSize } = this.layout;
    return this.stored[bucket >> pageBits]?.[bucket & (pageSize - 1)] ?? 0;
  }

  /** Calls `take` with each bucket that has values, in order, and its count. */
  visit(take: (bucket: number, count: number) => void): void {
    const { pageSize } = this.layout;
    for (let page = 0; page < this.stored.length; page++) {
      const counts = this.stored[page];
      if (!counts) continue;
      for (let at = 0; at < pageSize; at++) if (counts[at]! > 0) take(page * pageSize + at, counts[at]!);
    }
  }

  /** Number of values in the buckets from `from` up to, but not including, `end`. */
  countBetween(from: number, end: number): number {
    const { pageBits, pageSize } = this.layout;
    let count = 0;
    for (let bucket = from; bucket < end; ) {
      const counts = this.stored[bucket >> pageBits];
      const first = bucket & (pageSize - 1);
      const length = Math.min(pageSize - first, end - bucket);
      if (counts) for (let at = first; at < first + length; at++) count += counts[at]!;
      bucket += length;
    }
    return count;
  }

  /** Population standard deviation; each value counts as the middle of its bucket. 0 if there is none. */
  stddevUs(meanUs: number): number {
    if (this.total === 0) return 0;
    const { pageSize } = this.layout;
    // Deviations from the exact mean, which is close to the mean of the middles, so that no precision is lost below.
    let sum = 0;
    let squares = 0;
    for (let page = 0; page < this.stored.length; page++) {
      const counts = this.stored[page];
      if (!counts) continue;
      const { lowest, highest } = this.bucketBounds(page * pageSize);
      const width = highest - lowest + 1;
      const middle = Math.ceil((lowest + highest) / 2);
      for (let at = 0; at < pageSize; at++) {
        const count = counts[at]!;
        if (count === 0) continue;
        const deviation = middle + at * width - meanUs;
        sum += deviation * count;
        squares += deviation * deviation * count;
      }
    }
    return Math.sqrt(Math.max(0, squares / this.total - (sum / this.total) ** 2));
  }

  /** The first bucket in use; 0 if there is none. */
  get first(): number {
    return this.total === 0 ? 0 : this.lowest;
  }

  /** One after the last bucket in use; 1 if there is none. */
  get end(): number {
    return this.highest + 1;
  }

  /** `us`: whole microseconds within the range. */
  record(us: number): void {
    const { layout } = this;
    const bucket = layout.bucketOf(us);
    this.page(bucket >> layout.pageBits)[bucket & (layout.pageSize - 1)]! += 1;
    this.cover(bucket, bucket);
    this.total += 1;
  }

  /** `other` must have the same number of digits. */
  add(other: HdrCounts): void {
    const { pageSize } = this.layout;
    for (const [number, counts] of other.stored.entries()) {
      if (!counts) continue;
      const into = this.page(number);
      for (let at = 0; at < pageSize; at++) into[at]! += counts[at]!;
    }
    if (other.total > 0) this.cover(other.lowest, other.highest);
    this.total += other.total;
  }

  /**
   * Adds an untrusted encoded histogram with the same number of digits, without decoding it into a second one. Throws a
   * KnownError if the data are damaged or have another range or precision; nothing has been added then.
   */
  addEncoded(data: string): void {
    this.addRead(openEnvelope(data, this.layout));
  }

  /**
   * Adds untrusted words of a histogram with the same number of digits. Throws a KnownError if they are damaged, or if `count`
   * is given and differs from their total; nothing has been added then.
   */
  addWords(words: Uint8Array, count?: number): void {
    const read = checkedWords(words, this.layout);
    if (count !== undefined && count !== read.total) throw damaged('its number of values differs from its count');
    this.addRead(read);
  }

  private addRead({ used, buckets, counts, total }: HdrWords): void {
    if (used === 0) return;
    const { pageBits, pageSize } = this.layout;
    for (let index = 0; index < used; index++) {
      const bucket = buckets[index]!;
      this.page(bucket >> pageBits)[bucket & (pageSize - 1)]! += counts[index]!;
    }
    this.cover(buckets[0]!, buckets[used - 1]!);
    this.total += total;
  }

  private page(number: number): Uint32Array {
    this.stored[number] ??= new Uint32Array(this.layout.pageSize);
    return this.stored[number]!;
  }

  private cover(lowest: number, highest: number): void {
    if (lowest < this.lowest) this.lowest = lowest;
    if (highest > this.highest) this.highest = highest;
  }

  clear(): void {
    for (const counts of this.stored) counts?.fill(0);
    this.total = 0;
    this.lowest = Number.POSITIVE_INFINITY;
    this.highest = 0;
  }

  /** The highest value of the last bucket in use, which is HdrHistogram's maximum. 0 if there is none. */
  get highestUs(): number {
    return this.total === 0 ? 0 : this.bucketBounds(this.end - 1).highest;
  }

  /** The lowest and the highest value that fall into the bucket. */
  bucketBounds(bucket: number): { lowest: number; highest: number } {
    return this.layout.boundsOf(bucket);
  }

  /**
   * Number of values that are certainly at or below each bound (µs, ascending): a bucket counts if the bound reaches its
   * highest value. Values less than 0.1 % below a bound may be missing (3 digits).
   */
  countsUpTo(boundsUs: readonly number[]): number[] {
    let index = this.first;
    let count = 0;
    return boundsUs.map((boundUs) => {
      const reached = boundUs >= this.highestUs ? this.end : this.bucketsUpTo(boundUs);
      count += this.countBetween(index, reached);
      index = Math.max(index, reached);
      return count;
    });
  }

  /** End of the buckets that contain no value above the bound. */
  private bucketsUpTo(boundUs: number): number {
    const at = this.layout.bucketOf(boundUs);
    return this.bucketBounds(at).highest === boundUs ? at + 1 : at;
  }

  /** HDR V2, compressed, base64, which other HdrHistogram tools can read. Equal counts give equal text. */
  encode(): string {
    return sealWords(this.words(), this.digits);
  }

  /** Equal counts give equal words. */
  words(): Uint8Array {
    return writeWords(this);
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
  return sealEnvelope(words, HDR_LAYOUTS[digits]);
}
