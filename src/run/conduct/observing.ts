import type { ObservedRun, RunIdentity, RunObserver } from '../../live/run-observer.ts';
import { repeat } from '../../platform/time/repeat.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { RunPlan } from '../prepare-run.ts';

const TICK_PERIOD_MS = 1000;

/** Calls the `tick` of each observer that has one, until the timers are cancelled. */
export function tickingOf<Run extends ObservedRun>(
  observers: readonly RunObserver<Run>[],
  test: Run,
  time: TimeDeps,
): Timer[] {
  return observers
    .filter(({ tick }) => tick !== undefined)
    .map((observer) => repeat(time, observer.tickMs ?? TICK_PERIOD_MS, () => observer.tick?.(test)));
}

export function cancelAll(timers: readonly Timer[]): void {
  for (const timer of timers) timer.cancel();
}

/** What observers are told of a run. */
export function identityOf(
  { id, name, scenario, place }: Pick<RunPlan, 'id' | 'name' | 'scenario' | 'place'>,
  version: string,
  startedAt: Date,
): RunIdentity {
  return { run: id, name, scenario: scenario.name, version, startedAt: startedAt.toISOString(), place };
}
