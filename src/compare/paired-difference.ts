import type { RandomStream } from '../platform/random.ts';
import { BUCKET_VARIANCE, drawnWeights } from './bootstrap/block-bootstrap.ts';
import { type Estimate, symmetricEstimate } from './estimate.ts';
import type { QuantileSide } from './quantile-difference.ts';

/**
 * As `quantileDifferenceByBlocks`, of two targets of one run, loaded at the same time: blocks of time are drawn
 * for both together, so effects common to both cancel out. The blocks of both begin at the same times.
 */
export function pairedQuantileDifference(
  base: QuantileSide,
  candidate: QuantileSide,
  q: number,
  stream: RandomStream,
): Estimate {
  const { size } = base.blocks;
  const logOf = ({ blocks, ceilingUs }: QuantileSide, weights: Uint16Array) =>
    Math.log(Math.max(1, Math.min(blocks.at(q, weights), ceilingUs)));
  const differences = Array.from(
    drawnWeights(size, stream),
    (weights) => logOf(candidate, weights) - logOf(base, weights),
  ).filter((value) => !Number.isNaN(value));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(((squares / (differences.length - 1)) * size) / (size - 1) + 2 * BUCKET_VARIANCE);
  return symmetricEstimate(Math.log(candidate.us / base.us), error, size - 1);
}
