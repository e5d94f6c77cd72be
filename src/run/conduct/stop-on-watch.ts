import type { ObservedRun, RunObserver } from '../../live/run-observer.ts';
import { type LoadProfile, plannedEndMs } from '../../load/load-profile.ts';
import { type SampleSink, tee } from '../../measure/sample.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { ConnectBreaker } from '../../verdict/stop-on/connect-breaker.ts';
import { type StopOnWindow, stopOnWindow } from '../../verdict/stop-on/stop-on-window.ts';
import type { StopOn } from '../resolve-stop-on.ts';
import type { StopRequests } from './stop-requests.ts';

/**
 * Ends a run, once, when its target has broken down. Warm-up and ramps count, too; after the planned end of the load, or
 * once something else ends the run, nothing is ended any more.
 */
export class StopOnWatch implements RunObserver {
  private readonly stopOn: StopOn;
  private readonly load: LoadProfile;
  private readonly requests: Pick<StopRequests, 'miss' | 'endings'>;
  private breaker: ConnectBreaker | undefined;
  private windows: readonly StopOnWindow[] = [];

  constructor(stopOn: StopOn, load: LoadProfile, requests: Pick<StopRequests, 'miss' | 'endings'>) {
    this.stopOn = stopOn;
    this.load = load;
    this.requests = requests;
  }

  begin(run: Pick<ObservedRun, 'recorder' | 'elapsedMs'>): void {
    const { keys } = run.recorder.table;
    const elapsedMs = () => run.elapsedMs();
    this.breaker = this.stopOn.breaker ? new ConnectBreaker(keys, elapsedMs) : undefined;
    this.windows = this.stopOn.rules.map((rule) => stopOnWindow(rule, keys, elapsedMs));
  }

  samples(): SampleSink | undefined {
    const [first, ...others]: readonly SampleSink[] = [...(this.breaker ? [this.breaker] : []), ...this.windows];
    return first && others.reduce(tee, first);
  }

  tick(run: Pick<ObservedRun, 'elapsedMs'>): void {
    const why = this.requests.endings.length > 0 ? undefined : this.whyStop(run.elapsedMs());
    if (why !== undefined) this.requests.miss(why);
  }

  /** The reason to end the run `nowMs` after its start; undefined if it may continue. */
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
