import type { OpenLoad } from '../load/load-profile.ts';
import type { Arrival } from '../load/pacer.ts';
import { getsLoadAt, type TargetOrder } from '../load/target-order.ts';
import { randomStream } from '../platform/random.ts';
import { shuffle } from '../platform/shuffle.ts';
import type { Timer } from '../platform/time/timers.ts';
import type { LoadLoop, LoopDeps } from './load-loop.ts';
import { TargetArrivals } from './target-arrivals.ts';
import type { UserPool } from './user-pool.ts';

/** One target of an open load. */
export interface ArrivalTarget {
  readonly users: UserPool;
  readonly deps: LoopDeps;
}

/**
 * Open model: every arrival gets a user when it is due, independent of earlier ones; with several targets, one at each of them,
 * in a random order per arrival, so that none is always first. Arrivals are not delayed if a target fails or asks for a pause
 * (`Retry-After`): that would make the load depend on the target.
 *
 * One timer serves all arrivals. If it fires late, all due arrivals start, each with its own due time: the delay appears in
 * `start_delay` and does not delay later arrivals.
 */
export class ArrivalLoop implements LoadLoop {
  private readonly arrivals: Iterator<Arrival, void>;
  private readonly targets: readonly TargetArrivals[];
  private readonly order: TargetOrder;
  private readonly deps: LoopDeps;
  private next: Arrival | undefined;
  private timer: Timer | undefined;
  private finish: () => void = () => {};

  /** `arrivals`: those of this shard, in order. `targets`: in the order of the targets; at least one. */
  constructor(
    load: OpenLoad,
    arrivals: Iterator<Arrival, void>,
    targets: readonly [ArrivalTarget, ...ArrivalTarget[]],
    order: TargetOrder,
  ) {
    this.arrivals = arrivals;
    this.order = order;
    this.deps = targets[0].deps;
    this.targets = targets.map(
      ({ users, deps }) =>
        new TargetArrivals(load, users, deps, {
          onIdle: () => this.endWithLast(),
          onFeedEmpty: () => {
            deps.onFeedEmpty();
            // Rows are given in order, so no later arrival would get one.
            this.stop();
          },
        }),
    );
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
    // Arrivals that are due by now count, even if the timer has not fired yet.
    const due = [...this.takeDue()];
    this.next = undefined;
    for (const target of this.targets) target.close(due.filter((arrival) => this.targetsOf(arrival).includes(target)));
    this.arm();
  }

  interrupt(): void {
    this.stop();
    for (const target of this.targets) target.interrupt();
  }

  private readonly tick = (): void => {
    for (const arrival of this.takeDue()) for (const target of this.targetsOf(arrival)) target.receive(arrival);
    this.arm();
  };

  /** Waits for the next arrival; after the last one, the loop ends with its last conversation. */
  private arm(): void {
    if (this.next) this.timer = this.deps.timers.at(this.dueUs(this.next), this.tick);
    else if (!this.targets.some(({ isBusy }) => isBusy)) this.finish();
  }

  private endWithLast(): void {
    if (!this.next) this.arm();
  }

  /** Takes all arrivals that are due now; those that become due during the call are taken next time. */
  private *takeDue(): Generator<Arrival> {
    const nowUs = this.deps.clock.nowUs();
    while (this.next && this.dueUs(this.next) <= nowUs) {
      const arrival = this.next;
      this.next = this.pull();
      yield arrival;
    }
  }

  private targetsOf({ number, atUs }: Arrival): readonly TargetArrivals[] {
    const { targets, order } = this;
    if (targets.length === 1) return targets;
    const due = targets.filter((_, index) => getsLoadAt(order, index, targets.length, atUs / 1000));
    return due.length === 1 ? due : shuffle(due, randomStream(this.deps.seed, number, 'target order'));
  }

  private pull(): Arrival | undefined {
    return this.arrivals.next().value ?? undefined;
  }

  private dueUs({ atUs }: Arrival): number {
    return this.deps.startUs + atUs;
  }
}
