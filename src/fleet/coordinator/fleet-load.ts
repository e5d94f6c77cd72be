import { shapeOf } from '../../engine/run-shape.ts';
import type { ObservedRun, RunIdentity, RunObserver } from '../../live/run-observer.ts';
import { measuredWindows } from '../../load/measured-windows.ts';
import type { Cell } from '../../measure/recorder/cell.ts';
import { CellSum } from '../../measure/recorder/cell-sum.ts';
import { type SeriesKey, SeriesTable } from '../../measure/series.ts';
import { afterOthers } from '../../platform/time/loop.ts';
import { repeat } from '../../platform/time/repeat.ts';
import type { TimeRange } from '../../platform/time/time-range.ts';
import type { ReadyLoad } from '../../run/conduct/ready-load.ts';
import { scopeTimesOf } from '../../run/conduct/scope-times-of.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { maxTurnMs } from '../../scenario/plan/max-turn.ts';
import { ScopedThresholds } from '../../verdict/scoped-thresholds.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { encodeJson } from '../wire/json-messages.ts';
import type { Lease } from '../wire/messages.ts';
import type { AgentsAtWork } from './agents-at-work.ts';
import { describeLost, type LostAgent } from './describe-lost.ts';
import type { CoordinatorDeps } from './fleet-session.ts';
import { LiveSum } from './live-sum.ts';
import type { StepInstant } from './step-states.ts';

const LEASE_PERIOD_MS = 1000;

export interface FleetLoadOrder {
  readonly plan: RunPlan;
  readonly targets: readonly SettledTarget[];
  /** The first arrival, on the monotonic clock of the coordinator. */
  readonly startUs: number;
  readonly agents: AgentsAtWork;
  /** Why the run ends early, so far. */
  readonly endings: () => readonly RunEnding[];
}

/** The load of one run on the agents of a fleet, as described by their live states. */
export class FleetLoad implements ObservedRun, ReadyLoad<FleetLoad> {
  readonly startUs: number;
  readonly windows: readonly TimeRange[];
  readonly recorder: ObservedRun['recorder'];
  private readonly order: FleetLoadOrder;
  private readonly deps: CoordinatorDeps;
  private end: Lease['end'];
  private endedUs: number | undefined;
  private readonly live: LiveSum;

  constructor(order: FleetLoadOrder, deps: CoordinatorDeps) {
    const { plan, targets, startUs, agents } = order;
    this.order = order;
    this.deps = deps;
    this.startUs = startUs;
    this.windows = measuredWindows(plan.load);
    const { keys, shape } = new SeriesTable(
      shapeOf(
        plan.scenario,
        targets.map(({ settled }) => settled),
      ),
    );
    const table = { shape, keys: keysAt(keys, agents.places) };
    this.recorder = { table, readings: () => this.live.newest().readings };
    this.live = new LiveSum(agents, () => this.noScoped(), deps.system);
  }

  start(observers: readonly RunObserver<FleetLoad>[], identity: RunIdentity): Promise<readonly RunEnding[]> {
    for (const observer of observers) observer.begin?.(this, identity);
    const { agents, plan } = this.order;
    const leasing = repeat(this.deps.system, LEASE_PERIOD_MS, () => {
      this.renewLeases();
      agents.checkSilence();
    });
    this.renewLeases();
    return agents.allDone.then((lost) => {
      this.endedUs = this.deps.system.clock.nowUs();
      leasing.cancel();
      return lost.map((one) => describeLost(one, plan));
    });
  }

  stop(): void {
    this.endBy('stop');
  }

  interrupt(): void {
    this.endBy('interrupt');
  }

  elapsedMs(): number {
    return ((this.endedUs ?? this.deps.system.clock.nowUs()) - this.startUs) / 1000;
  }

  get activeVus(): number {
    return this.live.newest().activeVus;
  }

  get workers(): number {
    return this.shards.length;
  }

  get findings(): ObservedRun['findings'] {
    return { errors: this.live.newest().errors };
  }

  get shards(): ObservedRun['shards'] {
    return this.live.newest().threads;
  }

  /** Of a step of a capacity search: the newest second of which the state of every agent is known. */
  get step(): StepInstant | undefined {
    return this.order.agents.steps.newest;
  }

  /** Whether each agent still carries out its share. */
  get isWhole(): boolean {
    return this.order.agents.areAllAtWork;
  }

  get lost(): readonly LostAgent[] {
    return this.order.agents.lost;
  }

  /** Thresholds with `abort` only. */
  get scoped(): ScopedThresholds {
    return this.live.newest().scoped;
  }

  /** Why the load of an agent ends early. */
  get endingsOfAgents(): readonly RunEnding[] {
    return this.live.newest().endings;
  }

  /**
   * Of the shard files that the agents sent last, every 5 s: live states have only some trends, since 300 of an agent take
   * 600 kB/s and 100 ms of its time. One agent at a time, so that no lease is late.
   */
  async allCells(): Promise<readonly Cell[]> {
    const sum = new CellSum();
    for (const { state } of this.order.agents.shards()) {
      sum.add(state.snapshot, state.place);
      await afterOthers();
    }
    return [...sum.all()];
  }

  private noScoped(): ScopedThresholds {
    const { scenario, load, targets, targetOrder } = this.order.plan;
    const times = scopeTimesOf({ maxTurnMs: maxTurnMs(scenario.conversations), load, targets, targetOrder });
    return new ScopedThresholds(scenario.thresholds, times, this.recorder.table.keys);
  }

  private endBy(how: 'stop' | 'interrupt'): void {
    // Later requests do not replace an interruption: its message may be lost, and is repeated.
    if (this.end?.how === 'interrupt') return;
    this.end = { how, ending: this.order.endings().at(-1) };
    this.renewLeases();
  }

  /** Also repeats the end of the run, since a message may be lost. */
  private renewLeases(): void {
    const { connection, leaseMs } = this.deps;
    const lease: Lease = { untilMs: Math.max(0, this.elapsedMs()) + leaseMs, end: this.end };
    connection.publish(connection.subjects.lease(this.order.plan.id), encodeJson(lease));
  }
}

/** The series of a run at several places: those of every place. */
function keysAt(keys: readonly SeriesKey[], places: readonly (string | undefined)[]): readonly SeriesKey[] {
  return places.flatMap((place) =>
    place === undefined ? keys : keys.map((key) => ({ ...key, labels: { ...key.labels, place } })),
  );
}
