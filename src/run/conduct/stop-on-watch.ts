import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { type SampleSink, tee } from '../../measure/sample.ts';
import type { SeriesKey } from '../../measure/series.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { every, type Timer } from '../../platform/time/timers.ts';
import { ConnectBreaker } from '../../verdict/stop-on/connect-breaker.ts';
import { type StopOnWindow, stopOnWindow } from '../../verdict/stop-on/stop-on-window.ts';
import type { StopOn } from '../resolve-stop-on.ts';
import type { StopRequests } from './stop-requests.ts';

const LOOK_PERIOD_MS = 1000;

const NOTHING: SampleSink = { append: () => {} };

/**
 * Ends a run, once, when its target has broken down: takes every sample, and looks once a second. Warm-up and ramps count,
 * too; after the planned end of the load, or once something else ends the run, nothing is ended any more.
 */
export class StopOnWatch {
  private readonly stopOn: StopOn;
  private readonly load: LoadProfile;
  private breaker: ConnectBreaker | undefined;
  private windows: readonly StopOnWindow[] = [];

  constructor(stopOn: StopOn, load: LoadProfile) {
    this.stopOn = stopOn;
    this.load = load;
  }

  /** Begins to watch; called once. */
  readonly sink = (keys: readonly SeriesKey[], elapsedMs: () => number): SampleSink => {
    this.breaker = this.stopOn.breaker ? new ConnectBreaker(keys, elapsedMs) : undefined;
    this.windows = this.stopOn.rules.map((rule) => stopOnWindow(rule, keys, elapsedMs));
    const [first = NOTHING, ...others]: readonly SampleSink[] = [
      ...(this.breaker ? [this.breaker] : []),
      ...this.windows,
    ];
    return others.reduce(tee, first);
  };

  /** Looks until the returned timer is cancelled. */
  watch(test: { elapsedMs(): number }, requests: Pick<StopRequests, 'miss' | 'endings'>): Timer {
    const timer = every(LOOK_PERIOD_MS, () => {
      const nowMs = test.elapsedMs();
      const why = requests.endings.length > 0 ? undefined : this.whyStop(nowMs);
      if (why === undefined) return;
      timer.cancel();
      requests.miss(why);
    });
    return timer;
  }

  /** Why the run is to end `nowMs` after its start, or undefined while it may go on. */
  whyStop(nowMs: number): string | undefined {
    if (nowMs >= plannedEndMs(this.load)) return undefined;
    const broken = this.breaker?.violation(nowMs);
    if (broken !== undefined) return `${broken}; stopping the run (disable with --stop-on off)`;
    for (const [index, window] of this.windows.entries()) {
      const value = window.violation(nowMs);
      if (value === undefined) continue;
      const { expression } = this.stopOn.rules[index]!;
      return `--stop-on ${expression} became true after ${formatDurationMs(nowMs)} (${value}); stopping the run`;
    }
    return undefined;
  }
}
