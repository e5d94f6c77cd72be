import type { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import type { LatencyBlock } from '../latency-block.ts';

/**
 * The mean logarithm of what turns took, block by block; failed ones have no value. A block without turns gets the mean of
 * the others, which says nothing about how blocks hang together.
 */
export function meanLogs(blocks: readonly LatencyBlock[]): number[] {
  const means = blocks.map(({ counts }) => (counts.total > 0 ? meanLog(counts) : undefined));
  const known = means.filter((mean) => mean !== undefined);
  const middle = known.reduce((sum, mean) => sum + mean, 0) / Math.max(1, known.length);
  return means.map((mean) => mean ?? middle);
}

function meanLog(counts: HdrCounts): number {
  let sum = 0;
  counts.visit((bucket, count) => {
    const { lowest, highest } = counts.bucketBounds(bucket);
    sum += count * Math.log(Math.max(1, (lowest + highest) / 2));
  });
  return sum / counts.total;
}
