/** Fewer stretches of time say too little of how much they vary. */
export const LEAST_BLOCKS = 10;
/** Fewer turns beyond a quantile say too little of where it lies. */
const LEAST_TURNS_BEYOND = 20;

/** Why a quantile of so many turns in so many blocks is not to be judged; undefined where it is. */
export function tooLittle(
  q: number,
  turns: number,
  blocks: number,
  { side = '', leastBlocks = LEAST_BLOCKS }: { readonly side?: string; readonly leastBlocks?: number } = {},
): string | undefined {
  const where = side === '' ? '' : `${side}: `;
  const needed = Math.ceil(LEAST_TURNS_BEYOND / (1 - q) - 1e-6);
  if (turns < needed) return `${where}${turns} turns, p${Number((q * 100).toFixed(1))} needs ${needed}`;
  return tooFewBlocks(blocks, leastBlocks, where);
}

export function tooFewBlocks(blocks: number, least = LEAST_BLOCKS, where = ''): string | undefined {
  if (blocks >= least) return undefined;
  return `${where}${blocks} independent stretches of time, ${least} are needed: run for longer`;
}
