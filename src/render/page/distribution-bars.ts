import type { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import type { CurveModel } from './page-model.ts';

const MAX_BARS = 60;
const MIN_BARS = 8;
/** Possible numbers of bars per decade; 200 make bars of 1 %, ten times as wide as a bucket of the histogram. */
const PER_DECADE = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200] as const;

/**
 * How many values lie where, in bars as wide as each other on a logarithmic axis. Their number follows the number of values
 * (Rice: twice its cube root), so that few values do not fall apart into single ones. Empty bars are omitted.
 */
export function distributionBars(counts: HdrCounts): CurveModel['bars'] {
  if (counts.total === 0) return [];
  // What took no time at all has no place on such an axis; it counts as 1 µs.
  const lowestUs = Math.max(1, counts.bucketBounds(counts.first).lowest);
  const highestUs = Math.max(1, counts.bucketBounds(counts.end - 1).lowest);
  const wanted = Math.min(MAX_BARS, Math.max(MIN_BARS, Math.ceil(2 * Math.cbrt(counts.total))));
  const barOf = (perDecade: number) => (us: number) => Math.floor(Math.log10(us) * perDecade);
  const number = (perDecade: number) => barOf(perDecade)(highestUs) - barOf(perDecade)(lowestUs) + 1;
  const perDecade = PER_DECADE.findLast((each) => number(each) <= wanted) ?? PER_DECADE[0];
  const heights = new Map<number, number>();
  counts.visit((bucket, count) => {
    const bar = barOf(perDecade)(Math.max(1, counts.bucketBounds(bucket).lowest));
    heights.set(bar, (heights.get(bar) ?? 0) + count);
  });
  return [...heights].map(([bar, count]) => [edgeMs(bar, perDecade), edgeMs(bar + 1, perDecade), count]);
}

function edgeMs(bar: number, perDecade: number): number {
  return Number((10 ** (bar / perDecade) / 1000).toPrecision(4));
}
