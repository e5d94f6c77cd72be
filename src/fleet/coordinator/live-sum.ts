import type { ObservedRun } from '../../live/run-observer.ts';
import type { ErrorEntry } from '../../measure/error-log.ts';
import type { ThreadHealth } from '../../measure/health/thread-health.ts';
import { mergeErrors } from '../../measure/merge-errors.ts';
import { Readings } from '../../measure/readings.ts';
import { CellSum } from '../../measure/recorder/cell-sum.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { ScopedThresholds } from '../../verdict/scoped-thresholds.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { AgentsAtWork, LiveAgent } from './agents-at-work.ts';

/** A sum that takes longer is computed in slices, with pauses of the same length, in which messages are received. */
const SLICE_US = 20_000;

/** What all agents of a run have measured so far, according to their live states. */
export interface LiveTotals {
  readonly readings: Readings;
  /** Thresholds with `abort` only, as live states have no others. */
  readonly scoped: ScopedThresholds;
  readonly activeVus: number;
  readonly errors: readonly ErrorEntry[];
  /** The load threads of all agents. */
  readonly threads: ObservedRun['shards'];
  /** Why the load of an agent ends early. */
  readonly endings: readonly RunEnding[];
}

/**
 * The sum of the newest live states, computed when it is read. It takes 1.4 ms per agent, and at most half of a core: the sum of
 * a small fleet is up to date, that of a large one some seconds old.
 */
export class LiveSum {
  private readonly agents: Pick<AgentsAtWork, 'live' | 'version'>;
  private readonly noScoped: () => ScopedThresholds;
  private readonly time: TimeDeps;
  private known: LiveTotals;
  private version = -1;
  private notBeforeUs = 0;
  private isSumming = false;

  /** `noScoped`: the scoped thresholds of the run, without data. */
  constructor(agents: Pick<AgentsAtWork, 'live' | 'version'>, noScoped: () => ScopedThresholds, time: TimeDeps) {
    this.agents = agents;
    this.noScoped = noScoped;
    this.time = time;
    this.known = new Summing(noScoped()).totals();
  }

  newest(): LiveTotals {
    const { version, live } = this.agents;
    if (!this.isSumming && this.version !== version && this.time.clock.nowUs() >= this.notBeforeUs) {
      this.version = version;
      this.isSumming = true;
      this.sum(live.values(), new Summing(this.noScoped()));
    }
    return this.known;
  }

  private sum(agents: Iterator<LiveAgent>, into: Summing): void {
    const { clock, timers } = this.time;
    const beganUs = clock.nowUs();
    let tookUs = 0;
    while (tookUs < SLICE_US) {
      const { value, done } = agents.next();
      if (done) return this.summed(into, tookUs);
      into.add(value);
      tookUs = clock.nowUs() - beganUs;
    }
    timers.at(beganUs + 2 * tookUs, () => this.sum(agents, into));
  }

  private summed(sum: Summing, tookUs: number): void {
    this.known = sum.totals();
    this.isSumming = false;
    this.notBeforeUs = this.time.clock.nowUs() + tookUs;
  }
}

/** Totals to which agents are added. */
class Summing {
  private readonly cells = new CellSum();
  private readonly scoped: ScopedThresholds;
  private activeVus = 0;
  private readonly errors: ErrorEntry[][] = [];
  private readonly threads: ObservedRun['shards'][number][] = [];
  private readonly endings: RunEnding[] = [];

  constructor(scoped: ScopedThresholds) {
    this.scoped = scoped;
  }

  add({ agent, state: decode, isWorking }: LiveAgent): void {
    const state = decode();
    if (!state) return;
    this.cells.add(state.cells, agent.place);
    this.scoped.add(state.scoped, agent.place);
    if (isWorking) this.activeVus += state.activeVus;
    this.errors.push(state.errors as unknown as ErrorEntry[]);
    this.endings.push(...state.endings);
    for (const { name, samplesLost, health } of state.threads) {
      const findings = { health: health as ThreadHealth | undefined };
      this.threads.push({ name: `${agent.name} ${name}`, samplesLost, findings });
    }
  }

  totals(): LiveTotals {
    const { scoped, activeVus, threads, endings } = this;
    const readings = new Readings(this.cells.all());
    return { readings, scoped, activeVus, errors: mergeErrors(this.errors), threads, endings };
  }
}
