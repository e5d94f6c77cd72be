import { measuredWindows } from '../../load/measured-windows.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { every, type Timer } from '../../platform/time/timers.ts';
import { describeActual, describeMiss } from '../../verdict/describe-result.ts';
import { evaluateThreshold } from '../../verdict/evaluate.ts';
import { isHopeless } from '../../verdict/is-hopeless.ts';
import { lastedMs } from '../../verdict/scope-times.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { RunningLoad } from '../running-load.ts';
import { type ScopedRun, scopeTimesOf } from './scope-times-of.ts';
import type { StopRequests } from './stop-requests.ts';

const LOOK_PERIOD_MS = 1000;

type Watched = Pick<RunningLoad, 'recorder' | 'scoped' | 'elapsedMs' | 'activeVus'>;

/**
 * Ends a hopeless run: once a second each threshold with `abort` is judged on what has been measured so far, and one that
 * cannot be met any more by its kind (`is-hopeless.ts`, `WindowScope.isLost`) stops the run, once. Without data, with too few
 * turns, or between two edges, none does.
 */
export function watchAborts(
  plan: ScopedRun & { readonly scenario: { readonly thresholds: readonly Threshold[] } },
  test: Watched,
  requests: Pick<StopRequests, 'miss'>,
): Timer | undefined {
  const watched = plan.scenario.thresholds.filter(({ abortAfterMs }) => abortAfterMs !== undefined);
  if (watched.length === 0) return undefined;
  const timer = every(LOOK_PERIOD_MS, () => {
    const why = whyAbort(watched, plan, test);
    if (why === undefined) return;
    timer.cancel();
    requests.miss(why);
  });
  return timer;
}

/** Why a run is to end now, or undefined while it may go on. */
function whyAbort(thresholds: readonly Threshold[], run: ScopedRun, test: Watched): string | undefined {
  const elapsedMs = test.elapsedMs();
  const fromMs = measuredWindows(run.load)[0]?.fromMs ?? Number.POSITIVE_INFINITY;
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
