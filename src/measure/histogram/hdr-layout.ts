/** Longer values are clamped: one hour. */
export const MAX_US = 3_600_000_000;

/** Significant decimal digits: with 3 a bucket is at most 0.1 % wide, with 2 at most 1 %. */
export type Digits = 2 | 3;

/**
 * The buckets of an HDR histogram over 1 … `MAX_US`. A page is a run of buckets of equal width:
 *
 *     page 0       width 1, from 0
 *     page p ≥ 1   width 2^(p − 1), from page size × 2^(p − 1)
 */
export class HdrLayout {
  readonly digits: Digits;
  /** The number of buckets of a page is 2 to the power of this. */
  readonly pageBits: number;
  readonly pageSize: number;
  readonly pages: number;

  constructor(digits: Digits) {
    this.digits = digits;
    this.pageBits = digits === 3 ? 10 : 7;
    this.pageSize = 2 ** this.pageBits;
    this.pages = (this.bucketOf(MAX_US) >> this.pageBits) + 1;
  }

  get buckets(): number {
    return this.pages * this.pageSize;
  }

  /** `us`: whole microseconds within the range. */
  bucketOf(us: number): number {
    const doublings = Math.max(0, 31 - this.pageBits - Math.clz32(us));
    return doublings * this.pageSize + (us >>> doublings);
  }

  /** The lowest and the highest value that fall into the bucket. */
  boundsOf(bucket: number): { lowest: number; highest: number } {
    const doublings = Math.max(0, (bucket >> this.pageBits) - 1);
    const width = 1 << doublings;
    const lowest = (bucket - doublings * this.pageSize) * width;
    return { lowest, highest: lowest + width - 1 };
  }
}

/** By digits. */
export const HDR_LAYOUTS = { 2: new HdrLayout(2), 3: new HdrLayout(3) } as const;
