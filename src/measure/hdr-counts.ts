import type { HdrLayout } from './hdr-layout.ts';

/** The counts of neighbouring buckets, `firstIndex` and those after it. */
export interface HdrPage {
  readonly firstIndex: number;
  readonly counts: Uint32Array;
}

/**
 * The counts of an HDR histogram. Only the pages in use are kept (a page is one power of two), so that a histogram takes
 * 4 KiB for every doubling its values span instead of 92 KiB, and adding two of them touches no more than that.
 * A bucket counts to 2^32 − 1.
 */
export class HdrCounts {
  readonly layout: HdrLayout;
  private readonly pages: (Uint32Array | undefined)[];
  private recorded = 0;

  constructor(layout: HdrLayout) {
    this.layout = layout;
    this.pages = new Array<Uint32Array | undefined>(layout.pageCount).fill(undefined);
  }

  /** Values recorded so far. */
  get total(): number {
    return this.recorded;
  }

  /** `us`: whole microseconds within the range. */
  record(us: number): void {
    this.increase(this.layout.indexOf(us), 1);
  }

  /** `index`: a bucket of the layout. */
  increase(index: number, count: number): void {
    const { bits, pageSize } = this.layout;
    const page = this.pageAt(index >>> bits);
    page[index & (pageSize - 1)]! += count;
    this.recorded += count;
  }

  /** `other` has the same layout. */
  add(other: HdrCounts): void {
    for (let at = 0; at < other.pages.length; at++) {
      const theirs = other.pages[at];
      if (theirs && this.pages[at]) addPage(this.pages[at]!, theirs);
      else if (theirs) this.pages[at] = theirs.slice();
    }
    this.recorded += other.recorded;
  }

  /** Back to nothing; the pages stay in use. */
  clear(): void {
    for (const page of this.pages) page?.fill(0);
    this.recorded = 0;
  }

  /** In order. Their counts show what is recorded later; a page that comes into use later is missing. */
  pagesInUse(): HdrPage[] {
    const inUse: HdrPage[] = [];
    for (let at = 0; at < this.pages.length; at++) {
      const counts = this.pages[at];
      if (counts) inUse.push({ firstIndex: at * this.layout.pageSize, counts });
    }
    return inUse;
  }

  private pageAt(at: number): Uint32Array {
    this.pages[at] ??= new Uint32Array(this.layout.pageSize);
    return this.pages[at];
  }
}

function addPage(into: Uint32Array, other: Uint32Array): void {
  for (let index = 0; index < into.length; index++) into[index]! += other[index]!;
}
