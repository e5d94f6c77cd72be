/**
 * How long the blocks of a timeline are, ms: lengths that people count in, each a multiple of the one before, so that
 * neighbours can be merged. Beyond the last one they double.
 */
const LENGTHS_MS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);

export const FIRST_BLOCK_MS = LENGTHS_MS[0]!;

export function nextBlockMs(blockMs: number): number {
  return LENGTHS_MS.find((lengthMs) => lengthMs > blockMs) ?? blockMs * 2;
}
