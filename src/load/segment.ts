/** Share `index` (from 0) of `count` of one run. */
export interface Segment {
  readonly index: number;
  readonly count: number;
}

/** The shard of VU (or arrival) `number`: number modulo count, so every shard gets its share of each ramp. */
export function shardOf(number: number, count: number): number {
  return number % count;
}

/** The numbers below `total` that `segment` owns, in order. */
export function numbersOf(segment: Segment, total: number): readonly number[] {
  const owned: number[] = [];
  for (let number = segment.index; number < total; number += segment.count) owned.push(number);
  return owned;
}
