import type { Clock } from '../platform/time/clock.ts';
import type { Timer, Timers } from '../platform/time/timers.ts';

/**
 * The time from the end of a load's last conversation to its planned end. The run stays for it: nobody being due is a
 * part of the load, and a rate per second of a load that was cut off there would be too high.
 */
export class RestOfLoad {
  private readonly endUs: number;
  private readonly clock: Clock;
  private readonly timers: Timers;
  private calledOff = false;
  private timer: Timer | undefined;
  private finish: () => void = () => {};

  constructor(endUs: number, clock: Clock, timers: Timers) {
    this.endUs = endUs;
    this.clock = clock;
    this.timers = timers;
  }

  /** Resolves at the planned end; at once when that is past or the rest was called off. */
  wait(): Promise<void> {
    if (this.calledOff || this.endUs <= this.clock.nowUs()) return Promise.resolve();
    return new Promise((resolve) => {
      this.finish = resolve;
      this.timer = this.timers.at(this.endUs, resolve);
    });
  }

  /** The load ends before its time. */
  callOff(): void {
    this.calledOff = true;
    this.timer?.cancel();
    this.finish();
  }
}
