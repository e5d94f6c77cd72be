/**
 * Lengths of the blocks of a timeline, ms: common time units, each a multiple of the previous one, so that adjacent blocks can
 * be merged. After the last one, lengths double.
 */
const LENGTHS_MS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);

export const FIRST_BLOCK_MS = LENGTHS_MS[0]!;

export function nextBlockMs(blockMs: number): number {
  return LENGTHS_MS.find((lengthMs) => lengthMs > blockMs) ?? blockMs * 2;
}
