import { coarseCounts, decodeCounts, encodeCounts, LONGEST_US } from './histogram.ts';

/** Tells which bucket a value belongs to, and lends its counts to encoding; it is empty in between. */
const scratch = coarseCounts();

/**
 * A histogram of two digits that keeps only the buckets in use. A timeline holds up to 120 × steps × 2 of them and
 * adds neighbours together as it grows: as full arrays they would take 14 KB each.
 */
export class CoarseHistogram {
  /** Lowest value of a bucket → count. */
  private readonly buckets = new Map<number, number>();
  private encoded: string | undefined;

  /** Whole microseconds; clamped to the range without a word, since the exact histogram has counted that. */
  record(us: number): void {
    this.bump(scratch.lowestEquivalentValue(Math.min(Math.max(us, 0), LONGEST_US)), 1);
  }

  add(other: CoarseHistogram): void {
    for (const [lowest, count] of other.buckets) this.bump(lowest, count);
  }

  private bump(lowest: number, count: number): void {
    this.buckets.set(lowest, (this.buckets.get(lowest) ?? 0) + count);
    this.encoded = undefined;
  }

  /** HDR V2, compressed, base64. */
  encode(): string {
    this.encoded ??= this.encodeBuckets();
    return this.encoded;
  }

  private encodeBuckets(): string {
    scratch.reset();
    for (const [lowest, count] of this.buckets) scratch.recordValueWithCount(lowest, count);
    return encodeCounts(scratch);
  }
}

/** The sum of two encoded ones. */
export function addCoarse(left: string, right: string): string {
  const sum = decodeCounts(left, 2);
  sum.add(decodeCounts(right, 2));
  return encodeCounts(sum);
}
