import type { Cell } from './cell.ts';

/** Adds what another shard measured of the same series. */
export function addCell(into: Cell, other: Cell): void {
  if (into.kind === 'trend' && other.kind === 'trend') {
    into.upper.add(other.upper);
    if (other.lower) into.lower?.add(other.lower);
    return;
  }
  if (into.kind === 'trend' || other.kind === 'trend') return;
  into.count += other.count;
  if (into.kind !== 'censored' || other.kind !== 'censored') return;
  into.shortestUs = Math.min(into.shortestUs, other.shortestUs);
  if (other.elapsed) into.elapsed?.add(other.elapsed);
}
