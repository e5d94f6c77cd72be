import { addEncoded, decodeCounts, encodeCounts } from './hdr-codec.ts';
import { HdrCounts } from './hdr-counts.ts';
import { LONGEST_US, TWO_DIGITS } from './hdr-layout.ts';

/**
 * A histogram of two digits that is closed most of the time. A timeline holds up to 120 × steps × 2 of them, of which only
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
    this.opened().record(Math.min(Math.max(us, 0), LONGEST_US));
  }

  add(other: CoarseHistogram): void {
    if (other.open) this.opened().add(other.open);
    else addEncoded(other.encode(), this.opened());
  }

  /** HDR V2, compressed, base64. Closes it until the next value. */
  encode(): string {
    this.closed ??= encodeCounts(this.opened());
    this.open = undefined;
    return this.closed;
  }

  private opened(): HdrCounts {
    this.open ??= this.closed === undefined ? new HdrCounts(TWO_DIGITS) : decodeCounts(this.closed, TWO_DIGITS);
    this.closed = undefined;
    return this.open;
  }
}
