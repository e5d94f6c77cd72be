/** How long after its timeout a hook that blocks its thread is given up, µs. */
const GRACE_US = 1_000_000;

/** A thread whose event loop has not run for longer is blocked, µs. */
const STALE_US = 5_000_000;

const CURRENT = 0;
const FIRST_COUNT = 1;
const DEADLINE = 0;
const BEAT = 1;
const FLOAT_BYTES = 16;

/**
 * What the hooks of a load thread do, in memory that it shares with the main thread: a thread that a hook blocks forever
 * cannot say so. Instants are µs on the monotonic clock.
 */
export class HookGuard {
  readonly buffer: SharedArrayBuffer;
  /** Latest timeout of all calls; last sign of life of the event loop. */
  private readonly instants: Float64Array;
  /** Number of the hook that has control, from 1, or 0; then the open calls of each hook. */
  private readonly counts: Int32Array;

  /** `hooks`: how many there are; or the buffer that another thread has made. */
  constructor(hooks: number | SharedArrayBuffer) {
    this.buffer =
      typeof hooks === 'number'
        ? new SharedArrayBuffer(FLOAT_BYTES + Int32Array.BYTES_PER_ELEMENT * (FIRST_COUNT + hooks))
        : hooks;
    this.instants = new Float64Array(this.buffer, 0, 2);
    this.counts = new Int32Array(this.buffer, FLOAT_BYTES);
  }

  /** Hook `index` is about to be called. */
  entered(index: number, deadlineUs: number): void {
    this.instants[DEADLINE] = Math.max(this.instants[DEADLINE]!, deadlineUs);
    Atomics.store(this.counts, CURRENT, index + 1);
    Atomics.add(this.counts, FIRST_COUNT + index, 1);
  }

  /** It has returned a value or a promise, or thrown. */
  left(): void {
    Atomics.store(this.counts, CURRENT, 0);
  }

  /** Its promise has settled. */
  settled(index: number): void {
    Atomics.sub(this.counts, FIRST_COUNT + index, 1);
  }

  /** The event loop runs. */
  beat(nowUs: number): void {
    this.instants[BEAT] = nowUs;
  }

  /** The hook that blocks the thread beyond its timeout: it has control, or an open call. Undefined: the thread lives. */
  stuck(nowUs: number): number | undefined {
    if (nowUs < this.instants[DEADLINE]! + GRACE_US || nowUs < this.instants[BEAT]! + STALE_US) return undefined;
    return this.running();
  }

  /** The hook that has control, else one with an open call. */
  running(): number | undefined {
    const current = Atomics.load(this.counts, CURRENT);
    if (current > 0) return current - 1;
    const open = this.counts.subarray(FIRST_COUNT).findIndex((count) => count > 0);
    return open < 0 ? undefined : open;
  }
}
