import type { HdrCounts } from './hdr-counts.ts';

/** Buckets of a run: a rank is looked for in one of them alone. */
const RUN = 64;

/** Which bucket holds the value of a rank. A dozen quantiles are asked for at once, with three ranks each. */
export class RankIndex {
  private readonly counts: HdrCounts;
  private readonly first: number;
  private readonly last: number;
  /** How many values lie before each run, the first of which begins with the first bucket in use. */
  private readonly below: Float64Array;

  /** Index of the current counts. */
  constructor(counts: HdrCounts) {
    this.counts = counts;
    const { buckets, end, first } = counts;
    this.first = first;
    this.last = end - 1;
    this.below = new Float64Array(Math.ceil((end - first) / RUN));
    let total = 0;
    for (let run = 0; run < this.below.length; run++) {
      this.below[run] = total;
      const from = first + run * RUN;
      const to = Math.min(from + RUN, end);
      for (let index = from; index < to; index++) total += buckets[index]!;
    }
  }

  /** The first bucket that reaches the rank (1 = the smallest value), the last in use where none does. */
  bucketAt(rank: number): number {
    const run = Math.max(
      0,
      this.below.findLastIndex((count) => count < rank),
    );
    let index = this.first + run * RUN;
    for (let left = rank - this.below[run]!; index < this.last; index++) {
      left -= this.counts.buckets[index]!;
      if (left <= 0) break;
    }
    return index;
  }
}
