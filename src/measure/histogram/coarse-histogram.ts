import { HdrCounts, MAX_US } from './hdr-counts.ts';

/**
 * A histogram of two digits that is closed most of the time. A timeline holds up to 240 × steps × 3 of them, of which only
 * those of the current block take values: the others are kept as they are encoded, a few hundred bytes each.
 */
export class CoarseHistogram {
  private open: HdrCounts | undefined;
  /** Undefined while it is open, and before the first value. */
  private closed: string | undefined;

  /** `encoded`: what it holds already. */
  constructor(encoded?: string) {
    this.closed = encoded;
  }

  /** Whole microseconds; clamped to the range without a word, since the exact histogram has counted that. */
  record(us: number): void {
    this.opened().record(Math.min(Math.max(us, 0), MAX_US));
  }

  add(other: CoarseHistogram): void {
    this.opened().add(other.open ?? HdrCounts.decode(other.encode(), 2));
  }

  /** HDR V2, compressed, base64. Closes it until the next value. */
  encode(): string {
    this.closed ??= this.opened().encode();
    this.open = undefined;
    return this.closed;
  }

  private opened(): HdrCounts {
    this.open ??= this.closed === undefined ? new HdrCounts(2) : HdrCounts.decode(this.closed, 2);
    this.closed = undefined;
    return this.open;
  }
}
