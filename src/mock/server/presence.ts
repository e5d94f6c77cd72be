import type { PendingTimers } from '../../platform/time/pending-timers.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { MockCounters } from './mock-stats.ts';
import type { Session } from './session.ts';

/**
 * Tracks the presence of users, as an endpoint reports it to flows: reconnecting within the grace period does not count.
 *
 *     away     a connection                    → here       userConnected
 *     here     the last connection ends        → leaving
 *     leaving  a connection within the grace   → here
 *     leaving  the grace ends                  → away       userDisconnected
 */
export class Presence {
  private readonly graceMs: number;
  private readonly timers: PendingTimers;
  private readonly counters: MockCounters;
  private readonly here = new Set<Session>();
  private readonly leaving = new Map<Session, Timer>();

  constructor(graceMs: number, timers: PendingTimers, counters: MockCounters) {
    this.graceMs = graceMs;
    this.timers = timers;
    this.counters = counters;
  }

  came(session: Session): void {
    this.leaving.get(session)?.cancel();
    this.leaving.delete(session);
    if (this.here.has(session)) return;
    this.here.add(session);
    this.counters.userConnected += 1;
  }

  /** Must be called when the session has no connection any more. */
  went(session: Session): void {
    if (!this.here.has(session) || this.leaving.has(session)) return;
    const timer = this.timers.after(this.graceMs, () => {
      this.leaving.delete(session);
      this.here.delete(session);
      this.counters.userDisconnected += 1;
    });
    this.leaving.set(session, timer);
  }
}
