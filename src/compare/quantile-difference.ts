import type { RandomStream } from '../platform/random.ts';
import { logStandardError, resampledQuantiles } from './bootstrap/block-bootstrap.ts';
import type { BlockQuantiles } from './bootstrap/block-quantiles.ts';
import { type Estimate, symmetricEstimate, welchDf } from './estimate.ts';

/** A quantile of one side. */
export interface QuantileSide {
  /** µs; if it falls among failed turns, its minimum. */
  readonly us: number;
  /** µs; minimum of every quantile that falls among failed turns. */
  readonly ceilingUs: number;
  readonly blocks: BlockQuantiles;
}

/**
 * ln(candidate / base) of quantile `q` of two runs, each cut into as many independent blocks of time as its `blocks`
 * holds: estimate ± t(blocks − 1) × bootstrap standard error. It does not include how runs differ from each other.
 */
export function quantileDifferenceByBlocks(
  base: QuantileSide,
  candidate: QuantileSide,
  q: number,
  stream: RandomStream,
): Estimate {
  const errorOf = ({ blocks, ceilingUs }: QuantileSide) =>
    logStandardError(resampledQuantiles(blocks, q, stream), blocks.size, ceilingUs);
  const standardError = Math.hypot(errorOf(base), errorOf(candidate));
  const df = Math.min(base.blocks.size, candidate.blocks.size) - 1;
  return symmetricEstimate(Math.log(candidate.us / base.us), standardError, df);
}

/**
 * ln(candidate / base) of a quantile that was measured in several runs per side (µs each, at least 2): the difference of the
 * means of their logarithms, with Welch's t interval. What differs from run to run is in it.
 */
export function quantileDifferenceByRuns(baseUs: readonly number[], candidateUs: readonly number[]): Estimate {
  const [base, candidate] = [meanOfLogs(baseUs), meanOfLogs(candidateUs)];
  return symmetricEstimate(
    candidate.mean - base.mean,
    Math.sqrt(base.variance + candidate.variance),
    welchDf(base, candidate),
  );
}

/** Variance of values spread evenly over a bucket of a histogram with three digits, at most 1/1024 wide. */
const BUCKET_VARIANCE = 1 / 1024 ** 2 / 12;

function meanOfLogs(values: readonly number[]): { mean: number; variance: number; df: number } {
  const n = values.length;
  const logs = values.map((us) => Math.log(Math.max(1, us)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / n;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return { mean, variance: (squares / (n - 1) + BUCKET_VARIANCE) / n, df: n - 1 };
}
