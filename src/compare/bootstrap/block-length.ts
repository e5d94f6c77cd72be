import type { LatencyBlock } from '../latency-block.ts';
import { andrewsLength } from './andrews-length.ts';
import { meanLogs } from './mean-logs.ts';
import { politisWhiteLength } from './politis-white.ts';

/** Minimum length of blocks that count as independent. */
export const MIN_BLOCK_MS = 5000;

/**
 * How many neighbouring blocks must be joined so that the groups pass for independent of each other: `minMs` of them, or
 * as many as Politis and White or Andrews find in the mean log latency of each, whichever are more. Those lengths count
 * blocks: seconds where the blocks are of 1 s; with longer ones what hangs together within a block needs no joining.
 *
 * Two ways, because each alone sees too little in some short series: with the first alone, of one-minute runs whose level
 * drifts (ρ 0.8 from second to second) a quarter was judged, and only 75 % of these intervals contained the true value.
 */
export function blocksEach(blocks: readonly LatencyBlock[], blockMs: number, minMs = MIN_BLOCK_MS): number {
  const series = meanLogs(blocks);
  return Math.max(Math.ceil(minMs / blockMs), politisWhiteLength(series), andrewsLength(series));
}
