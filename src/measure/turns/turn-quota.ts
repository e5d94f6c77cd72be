/**
 * How much a load thread may have handed over that is not written yet, in shared memory: where the disk is slower than the
 * turns come, they are lost and counted, and neither thread's memory grows.
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

  /** The limit, in the unit of a batch's size; or the buffer of a quota made in another thread. */
  constructor(from: number | SharedArrayBuffer) {
    this.buffer = typeof from === 'number' ? new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT) : from;
    this.cells = new Int32Array(this.buffer);
    if (typeof from === 'number') this.cells[LIMIT] = from;
  }

  /** Load thread: a turn has ended. What it offers is written or counted as lost, even if the thread crashes. */
  offer(): void {
    this.cells[OFFERED]!++;
  }

  /** Load thread: may this size be handed over? Always when nothing is under way. If not, its turns are lost. */
  take(size: number, turns: number): boolean {
    const underWay = Atomics.load(this.cells, UNDER_WAY);
    if (underWay > 0 && underWay + size > this.cells[LIMIT]!) {
      this.cells[REFUSED]! += turns;
      return false;
    }
    Atomics.add(this.cells, UNDER_WAY, size);
    return true;
  }

  /** Main thread: `size` has been written. */
  giveBack(size: number): void {
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
