/**
 * The part of hdr-histogram-js that palaver uses. Its index also loads WebAssembly, log writers and number formatters, which
 * doubles its loading time.
 */
import int32 from 'hdr-histogram-js/dist/Int32Histogram.js';
import type { HdrCounts } from './hdr-counts.ts';
import { MAX_US } from './hdr-layout.ts';

/**
 * The percentile distribution as text in HdrHistogram's format: five lines per halving of the distance to 100 %, then mean,
 * standard deviation and maximum. Values are divided by `unitUs` (1000: milliseconds).
 */
export function percentileText(counts: HdrCounts, unitUs: number): string {
  const histogram = new int32.default(1, MAX_US, counts.digits);
  counts.visit((bucket, count) => histogram.recordValueWithCount(counts.bucketBounds(bucket).highest, count));
  return histogram.outputPercentileDistribution(5, unitUs);
}
