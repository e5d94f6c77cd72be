import { HdrCounts, sealWords } from './hdr-counts.ts';
import { MAX_US } from './hdr-layout.ts';

/** `pack`: for snapshots; `encode`: for reports. */
export type HistogramForm = 'pack' | 'encode';

/**
 * A histogram with two significant digits that is kept packed (some dozen bytes) while it gets no values. A timeline has up to
 * 240 × steps × 3 of them, of which only those of the current block get values.
 */
export class CoarseHistogram {
  private open: HdrCounts | undefined;
  /** Undefined while it is open, and before the first value. */
  private packed: string | undefined;
  /** Cached until the next value. */
  private encoded: string | undefined;

  /** `packed`: its initial content. */
  constructor(packed?: string) {
    this.packed = packed;
  }

  /** Whole microseconds; clamped to the range without being counted, because the exact histogram counts it. */
  record(us: number): void {
    this.opened().record(Math.min(Math.max(us, 0), MAX_US));
  }

  add(other: CoarseHistogram): void {
    if (other.open) this.opened().add(other.open);
    else this.addPacked(other.pack());
  }

  /** Adds an untrusted packed histogram. Throws a KnownError if it is damaged; nothing has been added then. */
  addPacked(packed: string): void {
    this.opened().addWords(bytesOf(packed));
  }

  /** The words of its HDR V2 encoding, base64: for snapshots. Closes the histogram until the next value. */
  pack(): string {
    this.packed ??= Buffer.from(this.opened().words()).toString('base64');
    this.open = undefined;
    return this.packed;
  }

  /** HDR V2, compressed, base64: for reports. Closes the histogram until the next value. */
  encode(): string {
    const packed = this.pack();
    this.encoded ??= sealWords(bytesOf(packed), 2);
    return this.encoded;
  }

  private opened(): HdrCounts {
    if (!this.open) {
      this.open = new HdrCounts(2);
      if (this.packed !== undefined) this.open.addWords(bytesOf(this.packed));
    }
    this.packed = undefined;
    this.encoded = undefined;
    return this.open;
  }
}

const bytesOf = (packed: string): Buffer => Buffer.from(packed, 'base64');
