import type { OpenLoad } from '../load/load-profile.ts';
import type { Arrival } from '../load/pacer.ts';
import { isTurnOf, type TargetOrder } from '../load/target-order.ts';
import { randomStream } from '../platform/random.ts';
import { shuffle } from '../platform/shuffle.ts';
import type { Timer } from '../platform/time/timers.ts';
import { ArrivalLane } from './arrival-lane.ts';
import type { LoadLoop, LoopDeps } from './load-loop.ts';
import type { UserPool } from './user-pool.ts';

/** One target's side of an open load. */
export interface ArrivalSide {
  readonly users: UserPool;
  readonly deps: LoopDeps;
}

/**
 * Open model: every arrival gets a user when it is due, independent of earlier ones; with several targets, at each of them in
 * a random order per arrival, so that none is always first. Arrivals keep to the load model even if a target fails or asks
 * for a pause (`Retry-After`): delaying them would make the load depend on the target.
 *
 * One timer serves all arrivals. If it fires late, all due arrivals are taken, each with the instant at which it was due: the
 * delay is visible in `start_delay`, and never delays later arrivals.
 */
export class ArrivalLoop implements LoadLoop {
  private readonly arrivals: Iterator<Arrival, void>;
  private readonly lanes: readonly ArrivalLane[];
  private readonly order: TargetOrder;
  private readonly deps: LoopDeps;
  private next: Arrival | undefined;
  private timer: Timer | undefined;
  private finish: () => void = () => {};

  /** `arrivals`: those of this shard, in order. `sides`: in the order of the targets; at least one. */
  constructor(
    load: OpenLoad,
    arrivals: Iterator<Arrival, void>,
    sides: readonly [ArrivalSide, ...ArrivalSide[]],
    order: TargetOrder,
  ) {
    this.arrivals = arrivals;
    this.order = order;
    this.deps = sides[0].deps;
    this.lanes = sides.map(
      ({ users, deps }) =>
        new ArrivalLane(load, users, deps, {
          onRest: () => this.endWithLast(),
          onUnfed: () => {
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
    for (const lane of this.lanes) lane.close(due.filter((arrival) => this.lanesOf(arrival).includes(lane)));
    this.arm();
  }

  interrupt(): void {
    this.stop();
    for (const lane of this.lanes) lane.interrupt();
  }

  private readonly tick = (): void => {
    for (const arrival of this.takeDue()) for (const lane of this.lanesOf(arrival)) lane.receive(arrival);
    this.arm();
  };

  /** Waits for the next arrival; after the last one, the loop ends with its last conversation. */
  private arm(): void {
    if (this.next) this.timer = this.deps.timers.at(this.dueUs(this.next), this.tick);
    else if (!this.lanes.some(({ isBusy }) => isBusy)) this.finish();
  }

  private endWithLast(): void {
    if (!this.next) this.arm();
  }

  /** Takes everything due by now; what becomes due meanwhile is taken next time. */
  private *takeDue(): Generator<Arrival> {
    const nowUs = this.deps.clock.nowUs();
    while (this.next && this.dueUs(this.next) <= nowUs) {
      const arrival = this.next;
      this.next = this.pull();
      yield arrival;
    }
  }

  private lanesOf({ number, atUs }: Arrival): readonly ArrivalLane[] {
    const { lanes, order } = this;
    if (lanes.length === 1) return lanes;
    const due = lanes.filter((_, index) => isTurnOf(order, index, lanes.length, atUs / 1000));
    return due.length === 1 ? due : shuffle(due, randomStream(this.deps.seed, number, 'target order'));
  }

  private pull(): Arrival | undefined {
    return this.arrivals.next().value ?? undefined;
  }

  private dueUs({ atUs }: Arrival): number {
    return this.deps.startUs + atUs;
  }
}
