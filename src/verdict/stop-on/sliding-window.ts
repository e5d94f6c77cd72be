/** Number of parts of a window, which moves in steps of one part. */
const PARTS = 10;

/** Counts of the last `lengthMs`, in ten parts: the oldest is dropped when a new one starts. */
export class SlidingWindow<Part> {
  private readonly partMs: number;
  private readonly make: () => Part;
  private parts: { readonly index: number; readonly part: Part }[] = [];

  constructor(lengthMs: number, make: () => Part) {
    this.partMs = lengthMs / PARTS;
    this.make = make;
  }

  /** The part that contains `nowMs`, which never decreases. */
  at(nowMs: number): Part {
    const index = Math.floor(nowMs / this.partMs);
    const last = this.parts.at(-1);
    if (last?.index === index) return last.part;
    const part = this.make();
    this.parts = [...this.parts.filter((known) => known.index > index - PARTS), { index, part }];
    return part;
  }

  /** The parts of the window that ends at `nowMs`, without empty ones. */
  until(nowMs: number): Part[] {
    const index = Math.floor(nowMs / this.partMs);
    return this.parts.filter((known) => known.index > index - PARTS).map(({ part }) => part);
  }
}
