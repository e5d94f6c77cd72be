import type { Arrival } from '../load/pacer.ts';

/** Taken entries are removed when there are at least this many, and more than waiting ones. */
const MIN_REMOVED = 1024;

/** Arrivals that wait for a user, first come first served. */
export class Backlog {
  private arrivals: Arrival[] = [];
  private first = 0;

  push(arrival: Arrival): void {
    this.arrivals.push(arrival);
  }

  /** Removes and returns the arrival that has waited longest. */
  shift(): Arrival | undefined {
    const arrival = this.arrivals[this.first];
    if (!arrival) return undefined;
    this.first += 1;
    if (this.first >= MIN_REMOVED && this.first * 2 > this.arrivals.length) {
      this.arrivals = this.arrivals.slice(this.first);
      this.first = 0;
    }
    return arrival;
  }
}
