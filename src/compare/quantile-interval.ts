import { randomStream } from '../platform/random.ts';
import { logStandardError, resampledQuantiles } from './block-bootstrap.ts';
import { blocksEach } from './block-length.ts';
import { BlockQuantiles } from './block-quantiles.ts';
import { LEAST_BLOCKS, tooLittle } from './enough-data.ts';
import { joinNeighbours } from './join-blocks.ts';
import { type LatencyBlock, turnsOf } from './latency-block.ts';
import { studentQuantile } from './student-t.ts';

export interface QuantileIntervalOptions {
  /** How long each block is. Default 1 s. */
  readonly blockMs?: number;
  /** Blocks are joined to at least this length. Default 5 s. */
  readonly leastBlockMs?: number;
  /** With fewer of the joined blocks nothing is said. Default 10; at least 2. */
  readonly leastBlocks?: number;
  /** Share of such intervals that hold the true value. Default 0.95. */
  readonly confidence?: number;
  /** The same seed draws the same resamples. Default 1. */
  readonly seed?: number;
}

export type QuantileInterval =
  | {
      readonly kind: 'interval';
      /** Infinity where it falls among the failed turns; so with the bounds. */
      readonly estimateUs: number;
      readonly lowerUs: number;
      readonly upperUs: number;
      /** Joined ones, taken as independent of each other. */
      readonly blocks: number;
    }
  | { readonly kind: 'not-enough-data'; readonly why: string };

/**
 * Where quantile `q` of a run's turns lies, as far as one run can tell: turns of the same time share the endpoint's state, so
 * not they are drawn anew but blocks of time. `blocks` follow each other without gaps. The bounds are
 * estimate × exp(± t(blocks − 1) × bootstrap standard error of the log quantile).
 */
export function quantileInterval(
  blocks: readonly LatencyBlock[],
  q: number,
  options: QuantileIntervalOptions = {},
): QuantileInterval {
  const { blockMs = 1000, leastBlockMs, leastBlocks = LEAST_BLOCKS, confidence = 0.95, seed = 1 } = options;
  const groups = joinNeighbours(blocks, blocksEach(blocks, blockMs, leastBlockMs));
  const why = tooLittle(q, turnsOf(blocks), groups.length, { leastBlocks });
  if (why !== undefined) return { kind: 'not-enough-data', why };
  const quantiles = new BlockQuantiles(groups);
  const resampled = resampledQuantiles(quantiles, q, randomStream(seed, 0, 'quantile interval'));
  const estimateUs = quantiles.at(q);
  const tail = Math.floor(((1 - confidence) / 2) * resampled.length);
  const [lowest, highest] = [resampled[tail]!, resampled[resampled.length - 1 - tail]!];
  const known = resampled.filter(Number.isFinite);
  const ceilingUs = known.at(-1) ?? Number.POSITIVE_INFINITY;
  const reach = Math.exp(
    studentQuantile((1 + confidence) / 2, groups.length - 1) * logStandardError(resampled, groups.length, ceilingUs),
  );
  return {
    kind: 'interval',
    estimateUs,
    lowerUs: Number.isFinite(estimateUs) ? estimateUs / reach : lowest,
    upperUs: Number.isFinite(highest) ? estimateUs * reach : Number.POSITIVE_INFINITY,
    blocks: groups.length,
  };
}
