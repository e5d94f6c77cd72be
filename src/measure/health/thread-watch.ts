import type { Inbox } from '../../platform/inbox.ts';
import type { GcWatch } from '../../platform/process/gc-watch.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { LoopDelay } from '../../platform/time/loop-delay.ts';
import type { ThreadHealth } from './thread-health.ts';

/** What is read of the calling thread. */
export interface ThreadWatchDeps {
  readonly clock: Clock;
  readonly loopDelay: Pick<LoopDelay, 'start' | 'stop' | 'maxMs' | 'p99Ms'>;
  readonly gc: Pick<GcWatch, 'start' | 'stop' | 'totalMs' | 'longestMs'>;
  readonly inbox: Pick<Inbox, 'longestUs' | 'longestAtUs'>;
  /** Undefined if the system does not provide it. */
  readonly cpuUs: (() => number) | undefined;
  readonly coversCoreWait: boolean;
  /** Functions of the user that were active since the last call. Default: the thread calls none. */
  readonly activeHooks?: (() => readonly string[]) | undefined;
}

/** The monitor may count a stall only after the next call of `notice`, µs. */
const RECENT_US = 600_000;
const MAX_NAMED = 3;

/**
 * The health of a load thread from the start of its load; earlier work, such as compilation, is not included.
 * States: waiting → `begin` → watching → `close` → closed, after which the health no longer changes.
 */
export class ThreadWatch {
  private readonly deps: ThreadWatchDeps;
  private begunAtUs = Number.POSITIVE_INFINITY;
  private cpuAtStartUs = 0;
  private loopDelayMaxMs = 0;
  private loopDelayMaxAtUs: number | undefined;
  private recentlyActive: readonly { readonly atUs: number; readonly names: readonly string[] }[] = [];
  private loopDelayMaxDuring: readonly string[] | undefined;
  private isWatching = false;
  private last: ThreadHealth | undefined;

  constructor(deps: ThreadWatchDeps) {
    this.deps = deps;
  }

  /**
   * Call at the start of the load. The late start of a thread is not a stall of its loop: it is measured as `start_delay`.
   */
  begin(): void {
    const { clock, loopDelay, gc, cpuUs } = this.deps;
    this.isWatching = true;
    this.begunAtUs = clock.nowUs();
    this.cpuAtStartUs = cpuUs?.() ?? 0;
    gc.start();
    loopDelay.start();
  }

  /** Call a few times per second: records when the longest stall was detected. Costs 0.1 µs. */
  readonly notice = (): void => {
    if (!this.isWatching) return;
    this.noteActive();
    const maxMs = this.deps.loopDelay.maxMs();
    if (maxMs <= this.loopDelayMaxMs) return;
    this.loopDelayMaxMs = maxMs;
    this.loopDelayMaxAtUs = this.deps.clock.nowUs();
    const active = new Set(this.recentlyActive.flatMap(({ names }) => names));
    this.loopDelayMaxDuring = active.size > 0 ? [...active].slice(0, MAX_NAMED) : undefined;
  };

  private noteActive(): void {
    const names = this.deps.activeHooks?.();
    if (names === undefined) return;
    const nowUs = this.deps.clock.nowUs();
    const recent = this.recentlyActive.filter(({ atUs }) => atUs > nowUs - RECENT_US);
    this.recentlyActive = names.length > 0 ? [...recent, { atUs: nowUs, names }] : recent;
  }

  /** Costs about 20 µs. */
  health(): ThreadHealth {
    if (this.last) return this.last;
    const { loopDelay, gc, inbox, coversCoreWait } = this.deps;
    this.notice();
    return {
      loopDelayP99Ms: this.isWatching ? loopDelay.p99Ms() : 0,
      loopDelayMaxMs: this.loopDelayMaxMs,
      loopDelayMaxAtUs: this.loopDelayMaxAtUs,
      loopDelayMaxDuring: this.loopDelayMaxDuring,
      unreadMaxMs: inbox.longestUs / 1000,
      unreadMaxAtUs: inbox.longestAtUs,
      gcShare: this.share(gc.totalMs * 1000),
      gcMaxMs: gc.longestMs,
      cpuShare: this.cpuShare(),
      coversCoreWait,
    };
  }

  close(): void {
    this.last ??= this.health();
    this.isWatching = false;
    this.deps.loopDelay.stop();
    this.deps.gc.stop();
  }

  private cpuShare(): number | undefined {
    const { cpuUs } = this.deps;
    return cpuUs && this.share(this.isWatching ? cpuUs() - this.cpuAtStartUs : 0);
  }

  /** Share of the time since the start of the load. */
  private share(us: number): number {
    const elapsedUs = this.deps.clock.nowUs() - this.begunAtUs;
    return elapsedUs > 0 ? us / elapsedUs : 0;
  }
}
