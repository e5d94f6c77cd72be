import type { ShardExecutor } from '../distribute/shard-executor.ts';
import type { ShardFindings } from '../distribute/shard-message.ts';
import { shapeOf } from '../engine/run-shape.ts';
import type { Shard } from '../engine/shard.ts';
import type { ObservedRun, RunIdentity, RunObserver } from '../live/run-observer.ts';
import { measuredWindows } from '../load/measured-windows.ts';
import { mergeAddresses } from '../measure/address-counts.ts';
import { mergeExemplars } from '../measure/exemplars.ts';
import { mergeErrors } from '../measure/merge-errors.ts';
import { Recorder } from '../measure/recorder/recorder.ts';
import { type SampleSink, tee } from '../measure/sample.ts';
import { SeriesTable } from '../measure/series.ts';
import { type ConversationTrace, TraceBook } from '../measure/traces/trace-book.ts';
import type { TraceEntry } from '../measure/traces/trace-event.ts';
import { repeat } from '../platform/time/repeat.ts';
import type { TimeDeps } from '../platform/time/time-deps.ts';
import type { TimeRange } from '../platform/time/time-range.ts';
import type { Timer } from '../platform/time/timers.ts';
import { maxTurnMs } from '../scenario/plan/max-turn.ts';
import { ScopedThresholds } from '../verdict/scoped-thresholds.ts';
import type { RunEnding } from '../verdict/verdict.ts';
import { describeCrash, endingsOf, type WorkerCrash } from './conduct/describe-crashes.ts';
import { ProcessWatch } from './conduct/process-watch.ts';
import type { ReadyLoad } from './conduct/ready-load.ts';
import { scopeTimesOf } from './conduct/scope-times-of.ts';
import { ShardHandle } from './conduct/shard-handle.ts';

/** How often samples move from the rings into the histograms. */
const DRAIN_PERIOD_MS = 100;

/** The load threads end by themselves then, so nothing else may tell of it. */
const LEASE_ENDED: RunEnding = {
  exit: 'incomplete',
  text: 'no message from the coordinator within the lease (--lease), so the load ended',
};

export interface RunningLoadDeps extends TimeDeps {
  readonly executor: ShardExecutor;
  readonly onNotice: (message: string) => void;
  /** `3/8`: these threads carry out only this share of the run. Default 1/1. */
  readonly share?: string | undefined;
}

/**
 * The load of one run: it runs in one thread for each shard, here its samples are gathered. Everything measured so far can
 * be read at any moment, so a report can be written even if the run fails.
 */
export class RunningLoad implements ObservedRun, ReadyLoad<RunningLoad> {
  readonly recorder: Recorder;
  readonly scoped: ScopedThresholds;
  readonly windows: readonly TimeRange[];
  /** None before `start`. */
  shards: readonly ShardHandle[] = [];
  /** How busy this process and its machine are meanwhile. */
  readonly watch: ProcessWatch;
  /** Start and end of the load, on the monotonic clock. */
  readonly startUs: number;
  private readonly planned: readonly Shard[];
  private readonly deps: RunningLoadDeps;
  private sink: SampleSink;
  private endedUs: number | undefined;
  private leaseUs = Number.POSITIVE_INFINITY;
  /** The shard that first sent each notice. */
  private readonly firstSenders = new Map<string, number>();
  private readonly book = new TraceBook();

  /** `shards`: those of one run, at least one. */
  constructor(shards: readonly Shard[], deps: RunningLoadDeps) {
    const { startUs, scenario, targets, load } = shards[0]!;
    this.planned = shards;
    this.deps = deps;
    this.startUs = startUs;
    const table = new SeriesTable(shapeOf(scenario, targets));
    this.windows = measuredWindows(load);
    this.recorder = new Recorder(table, deps.share ?? '1/1', this.windows);
    this.scoped = new ScopedThresholds(
      scenario.thresholds,
      scopeTimesOf({ ...shards[0]!, maxTurnMs: maxTurnMs(scenario.conversations) }),
      table.keys,
    );
    this.sink = this.scoped.all.length > 0 ? tee(this.recorder, this.scoped) : this.recorder;
    this.watch = new ProcessWatch(startUs, deps);
  }

  /**
   * Starts the load threads; called once. Resolves at the end of the load with an ending for each thread that crashed; the
   * recorder then contains everything. Throws where a thread cannot be started; otherwise never rejects.
   */
  start(observers: readonly RunObserver<RunningLoad>[], identity: RunIdentity): Promise<readonly RunEnding[]> {
    for (const observer of observers) observer.begin?.(this, identity);
    const sinks = observers.flatMap((observer) => observer.samples?.() ?? []);
    this.sink = sinks.reduce<SampleSink>(tee, this.sink);
    const takers = observers.filter(({ turns }) => turns !== undefined);
    if (takers.length > 1) throw new Error('turns can be handed over only once');
    this.shards = this.startAll(takers[0], observers);
    return this.end(repeat(this.deps, DRAIN_PERIOD_MS, () => this.drain()));
  }

  get workers(): number {
    return this.planned.length;
  }

  /** Starts no further conversation. */
  stop(): void {
    for (const shard of this.shards) shard.stop();
  }

  /** Ends everything now. */
  interrupt(): void {
    for (const shard of this.shards) shard.interrupt();
  }

  /** Until when the load threads may send, µs on the monotonic clock; without a call, to the end. */
  extendLease(untilUs: number): void {
    this.leaseUs = untilUs;
    for (const shard of this.shards) shard.extendLease(untilUs);
  }

  /** Time from the start of the load to now, or to its end; negative before it. */
  elapsedMs(): number {
    return ((this.endedUs ?? this.deps.clock.nowUs()) - this.startUs) / 1000;
  }

  /** Moves what the load threads have appended so far into the recorder. */
  drain(): void {
    for (const shard of this.shards) shard.drain(this.sink);
    this.recorder.observeActiveVus(Math.max(0, this.elapsedMs()), this.activeVus);
  }

  /** Currently active virtual users. */
  get activeVus(): number {
    return this.shards.reduce((sum, { activeVus }) => sum + activeVus, 0);
  }

  /** The merged findings of all shards. */
  get findings(): Pick<ShardFindings, 'errors' | 'addresses' | 'exemplars'> {
    const all = this.shards.map(({ findings }) => findings);
    return {
      errors: mergeErrors(all.map(({ errors }) => errors)),
      addresses: mergeAddresses(all.map(({ addresses }) => addresses)),
      exemplars: mergeExemplars(all.map(({ exemplars }) => exemplars)),
    };
  }

  /** The traced conversations so far, by number. */
  get traces(): readonly ConversationTrace[] {
    return this.book.list();
  }

  /** All or none: a part of a load would run on without anyone to end it. */
  private startAll(
    taker: RunObserver<RunningLoad> | undefined,
    observers: readonly RunObserver<RunningLoad>[],
  ): readonly ShardHandle[] {
    const started: ShardHandle[] = [];
    const { executor } = this.deps;
    const onTrace = (entry: TraceEntry) => {
      this.book.take(entry);
      for (const observer of observers) observer.trace?.(entry);
    };
    try {
      for (const [index, shard] of this.planned.entries())
        started.push(
          new ShardHandle(shard, executor, {
            onNotice: (message) => this.forwardNotice(index, message),
            onLog: (line) => this.deps.onNotice(line),
            onTrace,
            turns: taker?.turns?.(),
          }),
        );
    } catch (error) {
      for (const shard of started) shard.interrupt();
      throw error;
    }
    return started;
  }

  private async end(draining: Timer): Promise<readonly RunEnding[]> {
    const crashes = await Promise.all(this.shards.map((shard, index) => this.endOf(shard, index)));
    this.endedUs = this.deps.clock.nowUs();
    draining.cancel();
    this.watch.close();
    this.drain();
    const crashed = crashes.filter((crash) => crash !== undefined);
    return [...(this.endedUs >= this.leaseUs ? [LEASE_ENDED] : []), ...endingsOf(crashed, this.workers)];
  }

  /** Without a crashed shard, the load is no longer the planned one, so the others stop. */
  private async endOf(shard: ShardHandle, index: number): Promise<WorkerCrash | undefined> {
    const end = await shard.ended;
    if (end.kind === 'done') return undefined;
    const crash = { worker: index + 1, message: end.message };
    if (this.shards.length > 1) {
      this.deps.onNotice(`${describeCrash(crash, this.shards.length)}: no more conversations start`);
      this.stop();
    }
    return crash;
  }

  /** A notice that several shards send is printed once; its first sender may repeat it. */
  private forwardNotice(index: number, message: string): void {
    const firstSender = this.firstSenders.get(message) ?? index;
    this.firstSenders.set(message, firstSender);
    if (firstSender === index) this.deps.onNotice(message);
  }

  /** Notices of the load threads about targets, each once. */
  get notices(): readonly string[] {
    return [...this.firstSenders.keys()];
  }
}
