import type { Bounds } from './bounds.ts';
/** From one instant to a later one, µs; never negative. */
export function elapsedUs(fromUs: number, toUs: number): number {
  return Math.max(0, toUs - fromUs);
}

/** The same where each instant lies between two edges: from the later edge to the earlier one, and the other way round. */
export function elapsed(from: Bounds, to: Bounds): { loUs: number; hiUs: number } {
  return { loUs: elapsedUs(from.hiUs, to.loUs), hiUs: elapsedUs(from.loUs, to.hiUs) };
}

/** Was this read before that was sent? Then it is no answer to it, whenever it is delivered. */
export function isBefore(arrived: Bounds, sent: Bounds): boolean {
  return arrived.hiUs < sent.loUs;
}
