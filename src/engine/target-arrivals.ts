import type { OpenLoad } from '../load/load-profile.ts';
import type { Arrival } from '../load/pacer.ts';
import type { LateReason } from '../measure/series.ts';
import { Backlog } from './backlog.ts';
import type { LoopDeps, LoopUser } from './load-loop.ts';
import type { UserPool } from './user-pool.ts';

/**
 * The arrivals of one target:
 *
 *     an arrival is due      a user is free      → it is taken
 *                            all busy, drop      → dropped
 *                            all busy, wait      → waits
 *     a user becomes free    some wait           → the one that has waited longest is taken
 *                            none waits          → the user rests
 *     close                                      → those that wait are counted as waiting
 */
export class TargetArrivals {
  private readonly load: OpenLoad;
  private readonly users: UserPool;
  private readonly deps: LoopDeps;
  private readonly onIdle: () => void;
  private readonly onFeedEmpty: () => void;
  private readonly backlog = new Backlog();

  /** `onIdle`: a user became free and no arrival waits. `onFeedEmpty`: there was no data for a conversation. */
  constructor(
    load: OpenLoad,
    users: UserPool,
    deps: LoopDeps,
    { onIdle, onFeedEmpty }: { readonly onIdle: () => void; readonly onFeedEmpty: () => void },
  ) {
    this.load = load;
    this.users = users;
    this.deps = deps;
    this.onIdle = onIdle;
    this.onFeedEmpty = onFeedEmpty;
  }

  get isBusy(): boolean {
    return this.users.anyBusy;
  }

  receive(arrival: Arrival): void {
    const { counters } = this.deps;
    counters.due(arrival.number, this.dueUs(arrival));
    const user = this.users.take();
    if (user) this.begin(user, arrival, 'late-loop');
    else if (this.load.whenFull === 'wait') this.backlog.push(arrival);
    else counters.dropped(arrival.number, this.dueUs(arrival), 'no-vu');
  }

  /** Ends the arrivals. `late`: those that were due, but not yet processed by the loop. */
  close(late: readonly Arrival[]): void {
    const { counters } = this.deps;
    for (const arrival of late) {
      counters.due(arrival.number, this.dueUs(arrival));
      this.backlog.push(arrival);
    }
    for (let left = this.backlog.shift(); left; left = this.backlog.shift())
      counters.waiting(left.number, this.dueUs(left));
  }

  interrupt(): void {
    this.users.interrupt();
  }

  private begin(user: LoopUser, arrival: Arrival, ifLate: LateReason): void {
    const { counters, clock, onActive } = this.deps;
    const dueUs = this.dueUs(arrival);
    const takenUs = clock.nowUs();
    onActive(1);
    void user.converse(arrival.number, dueUs, true).then(({ outcome }) => {
      onActive(-1);
      this.users.release(user);
      if (outcome === 'feed-empty') {
        counters.dropped(arrival.number, dueUs, 'feed-empty');
        this.onFeedEmpty();
      } else {
        counters.taken(arrival.number, dueUs, takenUs, ifLate);
      }
      this.takeNextWaiting();
    });
  }

  private takeNextWaiting(): void {
    const waiting = this.backlog.shift();
    const user = waiting && this.users.take();
    if (user) this.begin(user, waiting, 'no-vu');
    else this.onIdle();
  }

  private dueUs({ atUs }: Arrival): number {
    return this.deps.startUs + atUs;
  }
}
