/** Fewer stretches of time say too little of how much they vary. */
const LEAST_BLOCKS = 10;
/** Fewer turns beyond a quantile say too little of where it lies. */
const LEAST_TURNS_BEYOND = 20;

/** Why a quantile of so many turns in so many blocks is not to be judged; undefined where it is. */
export function tooLittle(q: number, turns: number, blocks: number, side: 'base' | 'candidate'): string | undefined {
  const needed = Math.ceil(LEAST_TURNS_BEYOND / (1 - q) - 1e-6);
  if (turns < needed) return `${side}: ${turns} turns, p${Number((q * 100).toFixed(1))} needs ${needed}`;
  const few = tooFewBlocks(blocks);
  return few && `${side}: ${few}`;
}

export function tooFewBlocks(blocks: number): string | undefined {
  if (blocks >= LEAST_BLOCKS) return undefined;
  return `${blocks} independent stretches of time, ${LEAST_BLOCKS} are needed: run for longer`;
}
