import { randomNormal } from 'd3-random';
import { HdrCounts } from '../../src/measure/histogram/hdr-counts.ts';
import { randomStream } from '../../src/platform/random.ts';

/** Standard normal draws of one stream. */
export function normalDraws(seed: number, purpose = 'test'): () => number {
  const stream = randomStream(seed, 0, purpose);
  return randomNormal.source(() => stream.next())();
}

/** An AR(1) series: each value is `rho` times the previous one plus noise; variance 1. */
export function firstOrderSeries(seed: number, length: number, rho: number): number[] {
  const draw = normalDraws(seed);
  let value = draw();
  return Array.from({ length }, () => {
    const now = value;
    value = rho * value + Math.sqrt(1 - rho * rho) * draw();
    return now;
  });
}

/** A histogram as a timeline keeps it. */
export function coarseCounts(valuesUs: Iterable<number>): HdrCounts {
  const counts = new HdrCounts(2);
  for (const us of valuesUs) counts.record(Math.round(us));
  return counts;
}
