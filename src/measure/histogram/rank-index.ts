import type { HdrCounts } from './hdr-counts.ts';

/** Buckets per group: a rank is searched in a single group. */
const GROUP_SIZE = 64;

/** Index from ranks to buckets. A report needs a dozen quantiles of each histogram, with three ranks each. */
export class RankIndex {
  private readonly counts: HdrCounts;
  private readonly first: number;
  private readonly last: number;
  /** Number of values before each group; the first group starts at the first bucket in use. */
  private readonly below: Float64Array;

  /** Index of the current counts. */
  constructor(counts: HdrCounts) {
    this.counts = counts;
    const { end, first } = counts;
    this.first = first;
    this.last = end - 1;
    this.below = new Float64Array(Math.ceil((end - first) / GROUP_SIZE));
    let total = 0;
    for (let run = 0; run < this.below.length; run++) {
      this.below[run] = total;
      const from = first + run * GROUP_SIZE;
      total += counts.countBetween(from, Math.min(from + GROUP_SIZE, end));
    }
  }

  /** The first bucket that reaches the rank (1 = the smallest value), or the last bucket in use. */
  bucketAt(rank: number): number {
    const run = Math.max(
      0,
      this.below.findLastIndex((count) => count < rank),
    );
    let index = this.first + run * GROUP_SIZE;
    for (let left = rank - this.below[run]!; index < this.last; index++) {
      left -= this.counts.countAt(index);
      if (left <= 0) break;
    }
    return index;
  }
}
