import type { RandomStream } from '../platform/random.ts';
import { BUCKET_VARIANCE, drawnWeights } from './block-bootstrap.ts';
import type { BlockQuantiles } from './block-quantiles.ts';
import { cutAlike, knownUs, shortOf } from './compare-trend.ts';
import { symmetricEstimate } from './estimate.ts';
import type { Finding, TrendEvidence } from './evidence.ts';

/**
 * The quantiles of one trend at two targets of one run, which lived through the same time: stretches of time are drawn for
 * both together, so that what befell both cancels. `blocks` of both begin at the same instants.
 */
export function compareTrendPaired(
  base: TrendEvidence,
  candidate: TrendEvidence,
  quantiles: readonly number[],
  stream: RandomStream,
): Finding[] {
  const cut = cutAlike(base, candidate);
  return quantiles.map((q) => {
    const figures = { base: base.quantileUs(q), candidate: candidate.quantileUs(q) };
    const why = shortOf(q, cut, figures);
    if (!cut || why !== undefined) return { ...figures, estimate: undefined, why, units: 0, blockMs: cut?.blockMs };
    const sides = [
      { blocks: cut.base, us: knownUs(figures.base, base.atLeastUs), ceilingUs: base.atLeastUs },
      { blocks: cut.candidate, us: knownUs(figures.candidate, candidate.atLeastUs), ceilingUs: candidate.atLeastUs },
    ] as const;
    const error = pairedError(sides[0], sides[1], q, stream);
    const estimate = symmetricEstimate(Math.log(sides[1].us / sides[0].us), error, cut.base.size - 1);
    return { ...figures, estimate, why, units: cut.base.size, blockMs: cut.blockMs };
  });
}

interface Side {
  readonly blocks: BlockQuantiles;
  readonly ceilingUs: number;
}

/** Standard error of the difference of the logarithms, over the same draws of blocks. */
function pairedError(base: Side, candidate: Side, q: number, stream: RandomStream): number {
  const { size } = base.blocks;
  const logOf = ({ blocks, ceilingUs }: Side, weights: Uint16Array) =>
    Math.log(Math.max(1, Math.min(blocks.at(q, weights), ceilingUs)));
  const differences = Array.from(
    drawnWeights(size, stream),
    (weights) => logOf(candidate, weights) - logOf(base, weights),
  ).filter((value) => !Number.isNaN(value));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(((squares / (differences.length - 1)) * size) / (size - 1) + 2 * BUCKET_VARIANCE);
}
