import type { SampleSink } from './sample.ts';

/**
 * A ring of samples in shared memory: one load thread appends, the main thread drains. Nothing is allocated and no
 * message is sent per sample; samples of a crashed load thread can still be read.
 *
 * Layout (Uint32): [written, read, lost, activeVus, invalidSamples, –] and three Float64 [series, value, lease], then `capacity`
 * records of four. `written` and `read` count records and wrap at 2^32; their difference is the fill.
 * If the ring is full, the sample is lost and counted in `lost`. An invalid value, such as a negative duration, is a bug: it
 * is ignored and counted in `invalidSamples`, and the first is kept with its series. Both make the run invalid, but do not end
 * it.
 */
const WRITTEN = 0;
const READ = 1;
const LOST = 2;
const ACTIVE_VUS = 3;
const IMPOSSIBLE = 4;
const HEADER = 12;
/** Place of the first invalid value, as Float64 indices of the header. */
const FIRST_SERIES = 3;
const FIRST_VALUE = 4;
/** End of the lease, as Float64 index of the header. */
const LEASE = 5;
const RECORD = 4;

/** Maximum value of a cell: 2^32 − 1 µs is 71 minutes, above the hour of histograms, so that these count clamped values. */
const MAX_VALUE = 0xffff_ffff;

/** Four MiB: at 60,000 samples per second the main thread may be blocked for four seconds. Must be a power of two. */
const DEFAULT_CAPACITY = 2 ** 18;

/** Values that were ignored because they are invalid, such as a negative duration. */
export interface InvalidSamples {
  readonly count: number;
  /** The first one; `series` is an index into the series table of the run. */
  readonly first: { readonly series: number; readonly value: number };
}

export class SampleRing implements SampleSink {
  readonly buffer: SharedArrayBuffer;
  private readonly cells: Uint32Array;
  private readonly numbers: Float64Array;
  private readonly mask: number;
  private readonly capacity: number;

  /** `capacity` in records, a power of two; or the buffer of a ring made in another thread. */
  constructor(from: number | SharedArrayBuffer = DEFAULT_CAPACITY) {
    this.buffer = typeof from === 'number' ? new SharedArrayBuffer((HEADER + from * RECORD) * 4) : from;
    this.cells = new Uint32Array(this.buffer);
    this.numbers = new Float64Array(this.buffer, 0, HEADER / 2);
    this.capacity = (this.cells.length - HEADER) / RECORD;
    this.mask = this.capacity - 1;
    if (typeof from === 'number') this.leaseUs = Number.POSITIVE_INFINITY;
  }

  /** Bounds may have fractions: the lower one is rounded down, the upper one up. */
  append(series: number, atMs: number, lo: number, hi: number): void {
    if (!(lo >= 0 && lo < Infinity && hi >= 0 && hi < Infinity && series >= 0))
      return this.noteImpossible(series, lo >= 0 && lo < Infinity ? hi : lo);
    const cells = this.cells;
    const written = cells[WRITTEN]!;
    if ((written - Atomics.load(cells, READ)) >>> 0 >= this.capacity) {
      Atomics.add(cells, LOST, 1);
      return;
    }
    const at = HEADER + (written & this.mask) * RECORD;
    cells[at] = series;
    cells[at + 1] = atMs;
    cells[at + 2] = lo < MAX_VALUE ? lo : MAX_VALUE;
    cells[at + 3] = hi < MAX_VALUE ? Math.ceil(hi) : MAX_VALUE;
    // Publishes the four cells above: a reader of the new count also sees them.
    Atomics.store(cells, WRITTEN, (written + 1) >>> 0);
  }

  /**
   * Passes all samples appended so far to `sink`, in order; returns their number. A sample for which the sink throws counts as
   * invalid, so that one bug does not block the following samples.
   */
  drain(sink: SampleSink): number {
    const cells = this.cells;
    const written = Atomics.load(cells, WRITTEN);
    const first = cells[READ]!;
    const count = (written - first) >>> 0;
    for (let taken = 0; taken < count; taken += 1) {
      const at = HEADER + ((first + taken) & this.mask) * RECORD;
      try {
        sink.append(cells[at]!, cells[at + 1]!, cells[at + 2]!, cells[at + 3]!);
      } catch {
        this.noteImpossible(cells[at]!, cells[at + 3]!);
      }
    }
    Atomics.store(cells, READ, written);
    return count;
  }

  private noteImpossible(series: number, value: number): void {
    if (Atomics.add(this.cells, IMPOSSIBLE, 1) > 0) return;
    this.numbers[FIRST_SERIES] = series;
    this.numbers[FIRST_VALUE] = value;
  }

  /** Samples lost because the ring was full. */
  get lost(): number {
    return Atomics.load(this.cells, LOST);
  }

  /** Impossible values; undefined if there are none. */
  get invalidSamples(): InvalidSamples | undefined {
    const count = Atomics.load(this.cells, IMPOSSIBLE);
    if (count === 0) return undefined;
    return { count, first: { series: this.numbers[FIRST_SERIES]!, value: this.numbers[FIRST_VALUE]! } };
  }

  /** Active virtual users, including those that are thinking: a gauge for the progress line. */
  get activeVus(): number {
    return Atomics.load(this.cells, ACTIVE_VUS);
  }

  set activeVus(count: number) {
    Atomics.store(this.cells, ACTIVE_VUS, count);
  }
  /**
   * Until when the load thread may send, µs on the monotonic clock; infinite by default. It is shared memory because a process
   * that was stopped and continues runs the timers of its load threads before its main thread can end anything.
   */
  get leaseUs(): number {
    return this.numbers[LEASE]!;
  }

  set leaseUs(untilUs: number) {
    this.numbers[LEASE] = untilUs;
  }
}
