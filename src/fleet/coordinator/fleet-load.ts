import { shapeOf } from '../../engine/run-shape.ts';
import type { ObservedRun, RunIdentity, RunObserver } from '../../live/run-observer.ts';
import { measuredWindows } from '../../load/measured-windows.ts';
import type { ErrorEntry } from '../../measure/error-log.ts';
import type { ThreadHealth } from '../../measure/health/thread-health.ts';
import { mergeErrors } from '../../measure/merge-errors.ts';
import { Readings } from '../../measure/readings.ts';
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
import { decodeShard } from '../../run/shards/shard-file.ts';
import { maxTurnMs } from '../../scenario/plan/max-turn.ts';
import { ScopedThresholds } from '../../verdict/scoped-thresholds.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { encodeJson } from '../wire/json-messages.ts';
import type { Lease } from '../wire/messages.ts';
import type { AgentsAtWork } from './agents-at-work.ts';
import { describeLost } from './describe-lost.ts';
import type { CoordinatorDeps } from './fleet-session.ts';

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

/** The load of one run on the agents of a fleet, as their live states show it. */
export class FleetLoad implements ObservedRun, ReadyLoad<FleetLoad> {
  readonly startUs: number;
  readonly windows: readonly TimeRange[];
  readonly recorder: ObservedRun['recorder'];
  private readonly order: FleetLoadOrder;
  private readonly deps: CoordinatorDeps;
  private end: Lease['end'];
  private endedUs: number | undefined;
  private sum = { version: -1, readings: new Readings([]) };

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
    this.recorder = { table, readings: () => this.readings() };
  }

  start(observers: readonly RunObserver<FleetLoad>[], identity: RunIdentity): Promise<readonly RunEnding[]> {
    for (const observer of observers) observer.begin?.(this, identity);
    const { agents, plan } = this.order;
    const leasing = repeat(this.deps.system, LEASE_PERIOD_MS, () => {
      this.lend();
      agents.look();
    });
    this.lend();
    return agents.allDone.then((lost) => {
      this.endedUs = this.deps.system.clock.nowUs();
      leasing.cancel();
      return lost.map((one) => describeLost(one, plan, agents.count));
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
    return this.order.agents.live.reduce((sum, { state, isWorking }) => sum + (isWorking ? state.activeVus : 0), 0);
  }

  get workers(): number {
    return this.shards.length;
  }

  get findings(): ObservedRun['findings'] {
    const { live } = this.order.agents;
    return { errors: mergeErrors(live.map(({ state }) => state.errors as unknown as ErrorEntry[])) };
  }

  get shards(): ObservedRun['shards'] {
    return this.order.agents.live.flatMap(({ state, agent }) =>
      state.threads.map(({ name, samplesLost, health }) => ({
        name: `${agent.name} ${name}`,
        samplesLost,
        findings: { health: health as ThreadHealth | undefined },
      })),
    );
  }

  /** Thresholds with `abort` only, as live states have no others. */
  get scoped(): ScopedThresholds {
    const { plan, agents } = this.order;
    const { scenario, load, targets, targetOrder } = plan;
    const times = scopeTimesOf({ maxTurnMs: maxTurnMs(scenario.conversations), load, targets, targetOrder });
    const scoped = new ScopedThresholds(scenario.thresholds, times, this.recorder.table.keys);
    for (const { state, agent } of agents.live) scoped.add(state.scoped, agent.place);
    return scoped;
  }

  /**
   * Of the shard files that the agents sent last, every 5 s: live states have only some trends, since 300 of an agent take
   * 600 kB/s and 100 ms of its time. One agent at a time, so that no lease is late.
   */
  async allCells(): Promise<readonly Cell[]> {
    const sum = new CellSum();
    for (const { agent, file } of this.order.agents.saved) {
      sum.add(decodeShard(file, `agent ${agent.name}`).snapshot, agent.place);
      await afterOthers();
    }
    return [...sum.all()];
  }

  private readings(): Readings {
    const { agents } = this.order;
    if (this.sum.version === agents.version) return this.sum.readings;
    const sum = new CellSum();
    for (const { state, agent } of agents.live) sum.add(state.cells, agent.place);
    this.sum = { version: agents.version, readings: new Readings(sum.all()) };
    return this.sum.readings;
  }

  private endBy(how: 'stop' | 'interrupt'): void {
    // A lost message of an interruption is repeated, whatever comes later.
    if (this.end?.how === 'interrupt') return;
    this.end = { how, ending: this.order.endings().at(-1) };
    this.lend();
  }

  /** Repeats the end, too, since a message may be lost. */
  private lend(): void {
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
