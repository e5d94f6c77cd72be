import { rankOf } from '../../measure/histogram/quantile.ts';
import type { LatencyBlock } from '../latency-block.ts';

/**
 * Quantiles of any mixture of blocks, fast: the counts of each block up to each bucket are added up once, so that a mixture
 * needs one sum over the blocks for each step of a search among the buckets.
 */
export class BlockQuantiles {
  /** Groups of blocks that are drawn together. */
  readonly size: number;
  private readonly first: number;
  private readonly used: number;
  /** Bucket by bucket: of each group, how many values lie in it or below. */
  private readonly upTo: Float64Array;
  /** Number of turns of each group, failed ones included. */
  private readonly turns: Float64Array;
  private readonly boundsOf: (bucket: number) => { lowest: number; highest: number };

  constructor(groups: readonly (readonly LatencyBlock[])[]) {
    const filled = groups.flat().filter(({ counts }) => counts.total > 0);
    this.size = groups.length;
    this.first = Math.min(...filled.map(({ counts }) => counts.first));
    this.used = filled.length === 0 ? 0 : Math.max(...filled.map(({ counts }) => counts.end)) - this.first;
    this.upTo = new Float64Array(this.used * this.size);
    this.turns = new Float64Array(this.size);
    this.boundsOf = (bucket) => filled[0]!.counts.bucketBounds(bucket + this.first);
    for (const [group, blocks] of groups.entries()) this.fill(group, blocks);
  }

  private fill(group: number, blocks: readonly LatencyBlock[]): void {
    const { upTo, size, used } = this;
    for (const { counts, failed } of blocks) {
      counts.visit((bucket, count) => {
        upTo[(bucket - this.first) * size + group]! += count;
      });
      this.turns[group]! += counts.total + failed;
    }
    for (let bucket = 1; bucket < used; bucket++) upTo[bucket * size + group]! += upTo[(bucket - 1) * size + group]!;
  }

  /** All turns, failed ones with them. */
  get total(): number {
    return this.turns.reduce((sum, turns) => sum + turns, 0);
  }

  /**
   * Quantile `q` in µs of a mixture that contains each group as often as `weights` says (default: once); within a bucket
   * values are taken as spread evenly. Infinity where it falls among the failed turns; NaN of a mixture without turns.
   */
  at(q: number, weights: ArrayLike<number> = new Uint8Array(this.size).fill(1)): number {
    const turns = weightedSum(this.turns, 0, weights);
    if (!(turns > 0)) return Number.NaN;
    // rankOf does not let a rounding error (1.0000000000000002 of 100) reach the next value.
    const rank = Math.min(q * turns, rankOf(turns, q));
    if (this.used === 0 || this.below(this.used, weights) < rank) return Number.POSITIVE_INFINITY;
    let low = 0;
    let high = this.used - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.below(middle + 1, weights) < rank) low = middle + 1;
      else high = middle;
    }
    const before = this.below(low, weights);
    const within = this.below(low + 1, weights) - before;
    const { lowest, highest } = this.boundsOf(low);
    return lowest + (highest - lowest) * Math.min(1, Math.max(0, (rank - before) / within));
  }

  /** Number of values in the first `buckets` buckets. */
  private below(buckets: number, weights: ArrayLike<number>): number {
    return buckets === 0 ? 0 : weightedSum(this.upTo, (buckets - 1) * this.size, weights);
  }
}

function weightedSum(values: Float64Array, from: number, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += values[from + index]! * weights[index]!;
  return sum;
}
