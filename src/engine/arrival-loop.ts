import type { OpenLoad } from '../load/load-profile.ts';
import type { Arrival } from '../load/pacer.ts';
import type { LateReason } from '../measure/series.ts';
import type { Timer } from '../platform/timers.ts';
import { Backlog } from './backlog.ts';
import type { ConversationHolder, LoadLoop, LoopContext } from './load-loop.ts';
import type { UserPool } from './user-pool.ts';

/**
 * Open load: every arrival gets a user when it is due, however the ones before it fare.
 *
 *     an arrival is due      a user is free      → it is taken
 *                            all busy, drop      → dropped
 *                            all busy, wait      → waits
 *     a user becomes free    someone waits       → the one that has waited longest is taken
 *                            nobody waits        → the user rests
 *     stop                                       → those that wait are counted as waiting
 *
 * One timer serves all arrivals. When it fires late, all that have become due are taken, each with the instant at which
 * it was due: the delay shows in its `start_delay`, and never moves the arrivals behind it.
 */
export class ArrivalLoop implements LoadLoop {
  private readonly load: OpenLoad;
  private readonly arrivals: Iterator<Arrival, void>;
  private readonly users: UserPool;
  private readonly context: LoopContext;
  private readonly backlog = new Backlog();
  private next: Arrival | undefined;
  private timer: Timer | undefined;
  private finish: () => void = () => {};

  /** `arrivals`: those of this shard, in order. */
  constructor(load: OpenLoad, arrivals: Iterator<Arrival, void>, users: UserPool, context: LoopContext) {
    this.load = load;
    this.arrivals = arrivals;
    this.users = users;
    this.context = context;
    this.next = this.pull();
  }

  run(): Promise<void> {
    return new Promise((resolve) => {
      this.finish = resolve;
      this.arm();
    });
  }

  stop(): void {
    this.timer?.cancel();
    // What has become due by now was asked for, even if the timer has not come to it.
    this.takeDue((arrival) => this.backlog.push(arrival));
    this.next = undefined;
    for (let left = this.backlog.shift(); left; left = this.backlog.shift())
      this.context.books.waiting(left.number, this.dueUs(left));
    this.arm();
  }

  interrupt(): void {
    this.stop();
    this.users.interrupt();
  }

  private readonly tick = (): void => {
    this.takeDue((arrival) => this.receive(arrival));
    this.arm();
  };

  /** Waits for the next arrival; without one, the loop ends with its last conversation. */
  private arm(): void {
    if (this.next) this.timer = this.context.timers.at(this.dueUs(this.next), this.tick);
    else if (!this.users.anyBusy) this.finish();
  }

  /** Hands over everything due by now; what becomes due meanwhile is left for the next time. */
  private takeDue(take: (arrival: Arrival) => void): void {
    const nowUs = this.context.clock.nowUs();
    while (this.next && this.dueUs(this.next) <= nowUs) {
      const arrival = this.next;
      this.next = this.pull();
      this.context.books.due(arrival.number, this.dueUs(arrival));
      take(arrival);
    }
  }

  private receive(arrival: Arrival): void {
    const user = this.users.take();
    if (user) this.begin(user, arrival, 'late-loop');
    else if (this.load.whenFull === 'wait') this.backlog.push(arrival);
    else this.context.books.dropped(arrival.number, this.dueUs(arrival), 'no-vu');
  }

  private begin(user: ConversationHolder, arrival: Arrival, ifLate: LateReason): void {
    const { books, clock, onActive, onFeedEmpty } = this.context;
    const dueUs = this.dueUs(arrival);
    const takenUs = clock.nowUs();
    onActive(1);
    void user.converse(arrival.number, dueUs, true).then(({ outcome }) => {
      onActive(-1);
      this.users.giveBack(user);
      if (outcome === 'unfed') {
        books.dropped(arrival.number, dueUs, 'feed-empty');
        onFeedEmpty();
        // Rows are given in order: no later arrival would get one.
        this.stop();
      } else {
        books.taken(arrival.number, dueUs, takenUs, ifLate);
      }
      this.serveBacklog();
    });
  }

  private serveBacklog(): void {
    const waiting = this.backlog.shift();
    const user = waiting && this.users.take();
    if (user) this.begin(user, waiting, 'no-vu');
    else if (!this.next) this.arm();
  }

  private pull(): Arrival | undefined {
    return this.arrivals.next().value ?? undefined;
  }

  private dueUs({ atUs }: Arrival): number {
    return this.context.startUs + atUs;
  }
}
