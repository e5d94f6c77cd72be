import type { Clock } from './clock.ts';
import type { Timer, Timers } from './timers.ts';

/** setTimeout turns anything longer than 2^31 − 1 ms into 1 ms. */
const MAX_WAIT_MS = 2_147_483_647;

/** How long timers fire before the event loop polls again, µs: arrivals in that time are stamped that much later. */
const SLICE_US = 200;

/** `place` of a timer that is not in the heap: it has fired, or is cancelled. */
const TAKEN = -1;

/**
 * Timers of one thread in a binary heap with a single timer of Node: a thousand thinking users need one, and each wait
 * allocates only a small entry. Node rounds to whole milliseconds and may fire up to 1 ms early; entries that are not yet due
 * are scheduled again.
 *
 * Due timers fire in the order of their instants, until a slice of time is over; then `afterRun` is called once, and the
 * rest fires in the next round of the event loop. A timer that a callback sets for a past instant also fires in a later
 * round, so that no callback can block the thread.
 */
export class TimerHeap implements Timers {
  /** The instant that Node's timer is set for. */
  private armedUs = Number.POSITIVE_INFINITY;
  private handle: NodeJS.Timeout | undefined;
  /** Counts the wakes. */
  private round = 0;
  private readonly entries: HeapTimer[] = [];
  private readonly clock: Clock;
  private readonly afterRun: () => void;

  constructor(clock: Clock, afterRun: () => void = () => {}) {
    this.clock = clock;
    this.afterRun = afterRun;
  }

  at(dueUs: number, callback: () => void): Timer {
    const entry = new HeapTimer(this, dueUs, callback, this.round);
    this.add(entry);
    if (dueUs < this.armedUs) this.arm();
    return entry;
  }

  /** Cancels an entry of the heap. The last one also clears Node's timer, which would keep the process alive. */
  cancel(entry: HeapTimer): void {
    this.remove(entry);
    if (this.entries.length === 0) this.arm();
  }

  private add(entry: HeapTimer): void {
    this.entries.push(entry);
    this.rise(entry, this.entries.length - 1);
  }

  private remove(entry: HeapTimer): void {
    const { place } = entry;
    entry.place = TAKEN;
    const last = this.entries.pop()!;
    if (last === entry) return;
    this.rise(last, place);
    this.sink(last, last.place);
  }

  private arm(): void {
    clearTimeout(this.handle);
    const first = this.entries[0];
    this.armedUs = first?.dueUs ?? Number.POSITIVE_INFINITY;
    if (!first) return;
    const waitMs = Math.max(0, (first.dueUs - this.clock.nowUs()) / 1000);
    this.handle = setTimeout(this.wake, Math.min(Math.ceil(waitMs), MAX_WAIT_MS));
  }

  private readonly wake = (): void => {
    const beganUs = this.clock.nowUs();
    this.round += 1;
    // Node's timer is set once, after all of them have run, even if one of them throws.
    this.armedUs = Number.NEGATIVE_INFINITY;
    let fired = 0;
    try {
      for (let due = this.due(beganUs); due; due = this.due(beganUs)) {
        if (fired > 0 && this.clock.nowUs() >= beganUs + SLICE_US) break;
        fired += 1;
        this.remove(due);
        due.callback();
      }
    } finally {
      if (this.due(beganUs)) setImmediate(this.wake);
      else this.arm();
    }
    if (fired > 0) this.afterRun();
  };

  /** The first entry that is due by then and was not set in this round. */
  private due(byUs: number): HeapTimer | undefined {
    const first = this.entries[0];
    return first && first.dueUs <= byUs && first.armedIn < this.round ? first : undefined;
  }

  private rise(entry: HeapTimer, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.entries[above]!;
      if (parent.dueUs <= entry.dueUs) break;
      this.put(parent, place);
      place = above;
    }
    this.put(entry, place);
  }

  private sink(entry: HeapTimer, from: number): void {
    const { entries } = this;
    let place = from;
    for (let below = 2 * place + 1; below < entries.length; below = 2 * place + 1) {
      if (below + 1 < entries.length && entries[below + 1]!.dueUs < entries[below]!.dueUs) below += 1;
      const child = entries[below]!;
      if (child.dueUs >= entry.dueUs) break;
      this.put(child, place);
      place = below;
    }
    this.put(entry, place);
  }

  private put(entry: HeapTimer, place: number): void {
    this.entries[place] = entry;
    entry.place = place;
  }
}

class HeapTimer implements Timer {
  readonly dueUs: number;
  readonly callback: () => void;
  /** The round it was set in. */
  readonly armedIn: number;
  place = TAKEN;
  private readonly heap: TimerHeap;

  constructor(heap: TimerHeap, dueUs: number, callback: () => void, armedIn: number) {
    this.heap = heap;
    this.dueUs = dueUs;
    this.callback = callback;
    this.armedIn = armedIn;
  }

  cancel(): void {
    if (this.place >= 0) this.heap.cancel(this);
  }
}
