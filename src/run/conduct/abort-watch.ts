import type { ObservedRun, RunObserver } from '../../live/run-observer.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { describeActual, describeMiss } from '../../verdict/describe-result.ts';
import { evaluateThreshold } from '../../verdict/evaluate.ts';
import { isHopeless } from '../../verdict/is-hopeless.ts';
import { lastedMs } from '../../verdict/scope-times.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { RunningLoad } from '../running-load.ts';
import { type ScopedRun, scopeTimesOf } from './scope-times-of.ts';
import type { StopRequests } from './stop-requests.ts';

type Watched = ObservedRun & Pick<RunningLoad, 'scoped'>;

/**
 * Ends a hopeless run, once: each threshold with `abort` is judged on what has been measured so far, and one that cannot be
 * met any more by its kind (`is-hopeless.ts`, `WindowScope.isLost`) stops the run. Without data, with too few turns, or
 * where the measurement bounds are on both sides of the limit, none does.
 */
export class AbortWatch implements RunObserver<Watched> {
  private readonly plan: ScopedRun;
  private readonly watched: readonly Threshold[];
  private readonly requests: Pick<StopRequests, 'miss'>;
  private stopped = false;

  constructor(plan: ScopedRun, thresholds: readonly Threshold[], requests: Pick<StopRequests, 'miss'>) {
    this.plan = plan;
    this.watched = thresholds.filter(({ abortAfterMs }) => abortAfterMs !== undefined);
    this.requests = requests;
  }

  tick(run: Watched): void {
    const why = this.stopped || this.watched.length === 0 ? undefined : whyAbort(this.watched, this.plan, run);
    if (why === undefined) return;
    this.stopped = true;
    this.requests.miss(why);
  }
}

/** The reason to end the run now; undefined if it may continue. */
function whyAbort(thresholds: readonly Threshold[], run: ScopedRun, test: Watched): string | undefined {
  const elapsedMs = test.elapsedMs();
  const fromMs = test.windows[0]?.fromMs ?? Number.POSITIVE_INFINITY;
  const timesOf = scopeTimesOf(run);
  for (const threshold of thresholds) {
    if (elapsedMs < fromMs + threshold.abortAfterMs!) continue;
    const scoped = test.scoped.of(threshold);
    const result =
      scoped?.result(elapsedMs) ??
      evaluateThreshold(threshold, test.recorder.readings(), lastedMs(timesOf(threshold).measured, elapsedMs));
    if (!(scoped?.isLost(elapsedMs, test.activeVus) ?? isHopeless(result, test.activeVus))) continue;
    const value = [describeActual(result), describeMiss(result)].filter((part) => part !== '').join(', ');
    return `${threshold.expression} was missed after ${formatDurationMs(elapsedMs)} (${value}), which ends the run (abort)`;
  }
  return undefined;
}
