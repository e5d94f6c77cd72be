import type { Arrival } from '../load/pacer.ts';

/** Used entries are removed once there are this many, and more than are in use. */
const SPENT = 1024;

/** Arrivals that wait for a user, first come first served. */
export class Backlog {
  private arrivals: Arrival[] = [];
  private first = 0;

  push(arrival: Arrival): void {
    this.arrivals.push(arrival);
  }

  /** The one that has waited longest. */
  shift(): Arrival | undefined {
    const arrival = this.arrivals[this.first];
    if (!arrival) return undefined;
    this.first += 1;
    if (this.first >= SPENT && this.first * 2 > this.arrivals.length) {
      this.arrivals = this.arrivals.slice(this.first);
      this.first = 0;
    }
    return arrival;
  }
}
