/** Nothing longer is told apart: one hour. */
export const LONGEST_US = 3_600_000_000;

/**
 * Which bucket of an HDR histogram over 1 … `LONGEST_US` a duration falls into. The first 2^(bits + 1) values have a
 * bucket each; beyond, every power of two is cut into 2^bits buckets, so that a bucket is at most 1 / 2^bits wide.
 * Index and value are those of HdrHistogram (hdrhistogram.org) with 1 as the lowest discernible value:
 *
 *     shift = max(0, ⌊log2 value⌋ − bits)      index = shift × 2^bits + ⌊value / 2^shift⌋
 *
 * A *page* is 2^bits neighbouring buckets: one power of two.
 */
export class HdrLayout {
  /** Significant decimal digits. */
  readonly digits: 2 | 3;
  /** A page holds 2^bits buckets. */
  readonly bits: number;
  readonly pageSize: number;
  readonly pageCount: number;

  constructor(digits: 2 | 3) {
    this.digits = digits;
    this.bits = Math.ceil(Math.log2(2 * 10 ** digits)) - 1;
    this.pageSize = 2 ** this.bits;
    this.pageCount = (this.indexOf(LONGEST_US) >>> this.bits) + 1;
  }

  /** Of whole microseconds within the range. */
  indexOf(us: number): number {
    const shift = Math.max(0, 31 - Math.clz32(us) - this.bits);
    return (shift << this.bits) + (us >>> shift);
  }

  /** The lowest value that falls into the bucket. */
  lowestOf(index: number): number {
    const shift = this.shiftAt(index);
    return (index - (shift << this.bits)) * 2 ** shift;
  }

  /** How many values share the bucket. */
  widthOf(index: number): number {
    return 2 ** this.shiftAt(index);
  }

  private shiftAt(index: number): number {
    return Math.max(0, (index >>> this.bits) - 1);
  }
}

/** A bucket is at most 0.1 % wide. */
export const THREE_DIGITS = new HdrLayout(3);
/** A bucket is at most 1 % wide. */
export const TWO_DIGITS = new HdrLayout(2);
