import { HdrCounts, MAX_US } from './hdr-counts.ts';

/**
 * A histogram with two significant digits that is kept encoded (a few hundred bytes) while it gets no values. A timeline has
 * up to 240 × steps × 3 of them, of which only those of the current block get values.
 */
export class CoarseHistogram {
  private open: HdrCounts | undefined;
  /** The encoding; undefined while it is open, and before the first value. */
  private closed: string | undefined;

  /** `encoded`: its initial content. */
  constructor(encoded?: string) {
    this.closed = encoded;
  }

  /** Whole microseconds; clamped to the range without being counted, because the exact histogram counts it. */
  record(us: number): void {
    this.opened().record(Math.min(Math.max(us, 0), MAX_US));
  }

  add(other: CoarseHistogram): void {
    this.opened().add(other.open ?? HdrCounts.decode(other.encode(), 2));
  }

  /** HDR V2, compressed, base64. Closes the histogram until the next value. */
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
