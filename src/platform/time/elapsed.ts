import type { Bounds } from './bounds.ts';
/** Time from one instant to a later one, µs; never negative. */
export function elapsedUs(fromUs: number, toUs: number): number {
  return Math.max(0, toUs - fromUs);
}

/** The same for instants with bounds: at least from upper to lower bound, at most from lower to upper bound. */
export function elapsed(from: Bounds, to: Bounds): { loUs: number; hiUs: number } {
  return { loUs: elapsedUs(from.hiUs, to.loUs), hiUs: elapsedUs(from.loUs, to.hiUs) };
}

/** Whether something was read before an input was sent: then it cannot be a reply to it, whenever it is delivered. */
export function isBefore(arrived: Bounds, sent: Bounds): boolean {
  return arrived.hiUs < sent.loUs;
}
