import type { RandomStream } from '../../platform/random.ts';
import type { BlockQuantiles } from './block-quantiles.ts';

const RESAMPLES = 400;

/**
 * Quantile `q` (µs) of as many groups as there are, drawn with replacement, again and again; in ascending order.
 * Infinity where it falls among failed turns. B. Efron's bootstrap over blocks of time (H. Künsch, 1989).
 */
export function resampledQuantiles(quantiles: BlockQuantiles, q: number, stream: RandomStream): Float64Array {
  const found = Array.from(drawnWeights(quantiles.size, stream), (weights) => quantiles.at(q, weights));
  return Float64Array.from(found.filter((us) => !Number.isNaN(us))).sort();
}

/** How often each of `size` groups is drawn, for one resample after the other. The array is the same each time: look at it at once. */
export function* drawnWeights(size: number, stream: RandomStream): Generator<Uint16Array> {
  const weights = new Uint16Array(size);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < size; draw++) weights[Math.floor(stream.next() * size)]! += 1;
    yield weights;
  }
}

/**
 * The standard error of a log quantile over `blocks` blocks. A quantile among failed turns counts as `ceilingUs`. A
 * resample varies by (blocks − 1) / blocks too little, which is made up for; nothing is known better than a bucket is wide.
 */
export function logStandardError(resampled: Float64Array, blocks: number, ceilingUs: number): number {
  const logs = Array.from(resampled, (us) => Math.log(Math.max(1, Math.min(us, ceilingUs))));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  return Math.sqrt((variance * blocks) / (blocks - 1) + BUCKET_VARIANCE);
}

/** Variance of values spread evenly over a bucket of a histogram with two digits, at most 1/128 wide. */
export const BUCKET_VARIANCE = 1 / 128 ** 2 / 12;
