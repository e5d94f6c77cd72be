/** Fewer blocks say too little of how much they vary. */
export const LEAST_BLOCKS = 10;
/** Fewer turns beyond a quantile say too little of where it lies. */
const LEAST_TURNS_BEYOND = 20;

/** Why a quantile of so many turns in so many blocks is not to be compared; undefined where it is. */
export function tooLittle(q: number, turns: number, blocks: number, leastBlocks = LEAST_BLOCKS): string | undefined {
  const needed = Math.ceil(LEAST_TURNS_BEYOND / (1 - q) - 1e-6);
  if (turns < needed) return `${turns} turns, p${Number((q * 100).toFixed(1))} needs ${needed}`;
  if (blocks < leastBlocks) return `${blocks} independent stretches of time, ${leastBlocks} are needed: run for longer`;
  return undefined;
}
