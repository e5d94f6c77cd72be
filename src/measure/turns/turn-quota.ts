/**
 * Limit, in shared memory, on the size of turns that a load thread has sent and that are not yet written: if the disk is too
 * slow, turns are lost and counted, and the memory of neither thread grows.
 *
 * Layout, Int32: [turns offered, turns refused, size under way, its limit].
 */
const OFFERED = 0;
const REFUSED = 1;
const UNDER_WAY = 2;
const LIMIT = 3;

export class TurnQuota {
  readonly buffer: SharedArrayBuffer;
  private readonly cells: Int32Array;

  /** The limit, in the unit of `TurnBatch.size`; or the buffer of a quota created in another thread. */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer = typeof from === 'number' ? new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT) : from;
    this.cells = new Int32Array(this.buffer);
    if (typeof from === 'number') this.cells[LIMIT] = from;
  }

  /** Load thread: a turn has ended. It is written or counted as lost, even if the thread crashes. */
  offer(): void {
    this.cells[OFFERED]!++;
  }

  /** Load thread: whether a batch of this size may be sent; always true if nothing is in transit. Otherwise its turns are lost. */
  reserve(size: number, turns: number): boolean {
    const underWay = Atomics.load(this.cells, UNDER_WAY);
    if (underWay > 0 && underWay + size > this.cells[LIMIT]!) {
      this.cells[REFUSED]! += turns;
      return false;
    }
    Atomics.add(this.cells, UNDER_WAY, size);
    return true;
  }

  /** Main thread: `size` has been written. */
  release(size: number): void {
    Atomics.sub(this.cells, UNDER_WAY, size);
  }

  /** Turns that ended. */
  get offered(): number {
    return Atomics.load(this.cells, OFFERED);
  }

  /** Turns among them that exceeded the quota. */
  get refused(): number {
    return Atomics.load(this.cells, REFUSED);
  }
}
