import { intervalOf } from './estimate.ts';
import { type ShareSide, shareDifference } from './share-difference.ts';

/** Upper limit of the search, as a factor. */
const MAX_TIMES = 1e5;

/**
 * Number of further trials per side for the 90 % interval of the difference of shares to fit within the margin, if nothing
 * else changes; undefined if no practical number is enough.
 */
export function moreTrials(from: ShareSide, to: ShareSide, margin: number): number | undefined {
  const fits = (times: number) => {
    const [lower, upper] = intervalOf(shareDifference(from, to, times), 0.9);
    return lower > -margin && upper < margin;
  };
  const trials = Math.max(from.whole.of, to.whole.of);
  let [low, high] = [0, Math.ceil((MAX_TIMES - 1) * trials)];
  const fitsWith = (more: number) => fits(1 + more / trials);
  if (!fitsWith(high)) return undefined;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fitsWith(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
