import { damaged, decodeCounts, encodeCounts } from './hdr-codec.ts';
import { HdrCounts, type HdrPage } from './hdr-counts.ts';
import { LONGEST_US, THREE_DIGITS } from './hdr-layout.ts';

/** As it travels in snapshots and reports. `data` is the HDR V2 encoding, compressed, in base64; it holds the counts. */
export interface EncodedHistogram {
  readonly count: number;
  readonly minUs: number;
  readonly maxUs: number;
  /** Exact, so that the mean does not depend on buckets. */
  readonly sumUs: number;
  readonly data: string;
}

/** Durations in whole microseconds, 0 to one hour, with three significant digits (a bucket is at most 0.1 % wide). */
export class LatencyHistogram {
  private readonly counts: HdrCounts;
  private lowestUs = Number.POSITIVE_INFINITY;
  private highestUs = 0;
  private totalUs = 0;
  /** Made when asked for, kept until the next value: a checkpoint encodes only what has changed. */
  private encoded: EncodedHistogram | undefined;
  /** Made when a rank is asked for, kept as long. */
  private ranks: readonly RankedPage[] | undefined;

  constructor(counts: HdrCounts = new HdrCounts(THREE_DIGITS)) {
    this.counts = counts;
  }

  /** Returns whether the value was outside the range and has been clamped. Throws on what is no integer: that is a bug. */
  record(us: number): boolean {
    if (!Number.isInteger(us)) throw new RangeError(`a histogram takes whole microseconds, not ${us}`);
    const kept = us < 0 ? 0 : us > LONGEST_US ? LONGEST_US : us;
    this.counts.record(kept);
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

  /** Forgets what it held. */
  becomeSumOf(parts: readonly LatencyHistogram[]): void {
    this.counts.clear();
    this.lowestUs = Number.POSITIVE_INFINITY;
    this.highestUs = 0;
    this.totalUs = 0;
    for (const part of parts) this.add(part);
  }

  get count(): number {
    return this.counts.total;
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
    // Deviations from the exact mean, which is close to that of the middles: nothing is lost in the difference below.
    const { meanUs } = this;
    let sum = 0;
    let squares = 0;
    for (const { counts, firstIndex } of this.counts.pagesInUse()) {
      // All buckets of a page are equally wide.
      const width = THREE_DIGITS.widthOf(firstIndex);
      const first = THREE_DIGITS.lowestOf(firstIndex) + Math.floor(width / 2) - meanUs;
      for (let index = 0; index < counts.length; index++) {
        const count = counts[index]!;
        if (count === 0) continue;
        const deviation = first + index * width;
        sum += deviation * count;
        squares += deviation * deviation * count;
      }
    }
    return Math.sqrt(Math.max(0, squares / this.count - (sum / this.count) ** 2));
  }

  /**
   * The `rank`-th smallest value (1 = smallest, at most `count`), as the edge of its bucket that cannot understate
   * (`highest`) or cannot overstate (`lowest`); never beyond the exact maximum and minimum.
   */
  valueAtRank(rank: number, edge: 'highest' | 'lowest'): number {
    this.ranks ??= rankPages(this.counts);
    const index = bucketAtRank(this.ranks, Math.min(rank, this.count));
    const lowest = THREE_DIGITS.lowestOf(index);
    if (edge === 'lowest') return Math.max(lowest, this.minUs);
    return Math.min(lowest + THREE_DIGITS.widthOf(index) - 1, this.maxUs);
  }

  encode(): EncodedHistogram {
    this.encoded ??= {
      count: this.count,
      minUs: this.minUs,
      maxUs: this.maxUs,
      sumUs: this.totalUs,
      data: encodeCounts(this.counts),
    };
    return this.encoded;
  }

  /** Throws a KnownError where the data are damaged or of another layout. */
  static decode(encoded: EncodedHistogram): LatencyHistogram {
    const histogram = new LatencyHistogram(decodeCounts(encoded.data, THREE_DIGITS));
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

/** A page, with how many values lie before each run of its buckets: a rank is looked for in one run alone. */
interface RankedPage extends HdrPage {
  /** The first is how many lie before the page. */
  readonly below: Float64Array;
}

/** Buckets of a run. A page holds a whole number of them. */
const RUN = 64;

function rankPages(counts: HdrCounts): RankedPage[] {
  let total = 0;
  return counts.pagesInUse().map((page) => {
    const below = new Float64Array(page.counts.length / RUN);
    for (let index = 0; index < page.counts.length; index++) {
      if (index % RUN === 0) below[index / RUN] = total;
      total += page.counts[index]!;
    }
    return { ...page, below };
  });
}

/** The first bucket that reaches the rank, which some bucket does; 0 where none is in use. */
function bucketAtRank(pages: readonly RankedPage[], rank: number): number {
  const page = pages.findLast(({ below }) => below[0]! < rank);
  if (!page) return 0;
  const { below, counts } = page;
  const run = below.findLastIndex((count) => count < rank);
  let reached = below[run]!;
  let last = 0;
  for (let index = run * RUN; index < counts.length && reached < rank; index++) {
    const count = counts[index]!;
    if (count === 0) continue;
    reached += count;
    last = index;
  }
  return page.firstIndex + last;
}
