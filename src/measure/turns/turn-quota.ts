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

  /** By the load thread: a turn has ended. What it offers is written or lost, whatever becomes of the thread. */
  offer(): void {
    this.cells[OFFERED]!++;
  }

  /** By the load thread: may so much be handed over? When nothing is under way, anything may. If not, its turns are lost. */
  take(size: number, turns: number): boolean {
    const underWay = Atomics.load(this.cells, UNDER_WAY);
    if (underWay > 0 && underWay + size > this.cells[LIMIT]!) {
      this.cells[REFUSED]! += turns;
      return false;
    }
    Atomics.add(this.cells, UNDER_WAY, size);
    return true;
  }

  /** By the main thread: so much is written. */
  giveBack(size: number): void {
    Atomics.sub(this.cells, UNDER_WAY, size);
  }

  /** Turns that ended. */
  get offered(): number {
    return Atomics.load(this.cells, OFFERED);
  }

  /** Of them, those for which there was no room. */
  get refused(): number {
    return Atomics.load(this.cells, REFUSED);
  }
}
