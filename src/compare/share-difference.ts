import { type Estimate, welchDf } from './estimate.ts';
import { ratioOf } from './ratio-of.ts';
import { wilson } from './wilson.ts';

/** Hits and trials of a block of time, or of a run. */
export interface ShareCluster {
  readonly hits: number;
  readonly of: number;
}

/** A share, and the clusters that say how much it varies; they may leave some of the whole out. */
export interface ShareSide {
  readonly whole: ShareCluster;
  readonly clusters: readonly ShareCluster[];
}

export function sumOfClusters(clusters: readonly ShareCluster[]): ShareCluster {
  return {
    hits: clusters.reduce((total, { hits }) => total + hits, 0),
    of: clusters.reduce((total, { of }) => total + of, 0),
  };
}

interface Share {
  readonly value: number;
  readonly of: number;
  /** Variance of the share among clusters, and among as many single trials. */
  readonly clustered: number;
  readonly independent: number;
  readonly df: number;
}

/**
 * How much larger the share of hits is in `to` than in `from`. Interval of Newcombe's hybrid score (method 10: R. G.
 * Newcombe, Statistics in Medicine 17, 1998, from E. B. Wilson's of each side), which also knows what no hit at all among n
 * is worth. Trials of the same time or run share their fate, so the number of trials is divided by the design effect: by how
 * much more the shares of the clusters vary than single trials would (never less than 1: L. Kish 1965). Both sides have the
 * same: one without hits cannot say how they would have come. Its t has the degrees of freedom of these variances.
 * `times`: factor by which the number of trials of each side is multiplied, all else equal. Default 1.
 */
export function shareDifference(from: ShareSide, to: ShareSide, times = 1): Estimate {
  const [left, right] = [shareOf(from), shareOf(to)];
  const designEffect = designEffectOf([left, right]);
  const value = right.value - left.value;
  const limits = (t: number) => {
    const [leftLower, leftUpper] = wilson(left.value, (left.of * times) / designEffect, t);
    const [rightLower, rightUpper] = wilson(right.value, (right.of * times) / designEffect, t);
    return [
      value - Math.hypot(right.value - rightLower, leftUpper - left.value),
      value + Math.hypot(rightUpper - right.value, left.value - leftLower),
    ] as const;
  };
  const df = welchDf({ variance: left.clustered, df: left.df }, { variance: right.clustered, df: right.df });
  return { value, df, t: reachTo0(value, limits), limits };
}

function shareOf({ whole, clusters }: ShareSide): Share {
  const all = ratioOf(clusters.map(({ hits, of }) => ({ sum: hits, of })));
  const independent = (all.value * (1 - all.value)) / all.of;
  const value = whole.hits / whole.of;
  return { value, of: whole.of, clustered: all.variance, independent, df: clusters.length - 1 };
}

function designEffectOf(sides: readonly Share[]): number {
  // Weighted as sums of hits vary, so that the side with more of them says more.
  const total = (key: 'clustered' | 'independent') => sides.reduce((sum, side) => sum + side[key] * side.of ** 2, 0);
  return total('independent') > 0 ? Math.max(1, total('clustered') / total('independent')) : 1;
}

const FAR = 1000;

/** How many standard errors away the limit on the other side reaches 0. */
function reachTo0(value: number, limits: Estimate['limits']): number {
  if (value === 0) return 0;
  const crosses = (t: number) => (value > 0 ? limits(t)[0] <= 0 : limits(t)[1] >= 0);
  let low = 0;
  let high = FAR;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (crosses(middle)) high = middle;
    else low = middle;
  }
  return Math.sign(value) * high;
}
