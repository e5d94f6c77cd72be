import type { RunObserver } from '../../live/run-observer.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { Report } from '../../report/report.ts';

/** Interval between two live reports. */
const PERIOD_US = 2_000_000;
/** Maximum share of a core for live reports: large ones are built less often. */
const MAX_OF_A_CORE = 0.05;

/** The newest report; undefined: there is none yet. */
export type ReportSource = () => Report | undefined | Promise<Report | undefined>;

/** Gives the newest report to those who take it, again and again until the returned timer is cancelled; the first at once. */
export function publishReports(
  soFar: ReportSource,
  observers: readonly Pick<RunObserver, 'report'>[],
  { clock, timers }: TimeDeps,
): Timer {
  const readers = observers.filter(({ report }) => report !== undefined);
  let next: Timer | undefined;
  let isCancelled = false;
  let known: Report | undefined;
  const again = async () => {
    const beganUs = clock.nowUs();
    const report = await soFar();
    if (isCancelled) return;
    if (report && report !== known) for (const reader of readers) reader.report?.(report);
    known = report;
    const tookUs = clock.nowUs() - beganUs;
    next = timers.at(beganUs + Math.max(PERIOD_US, tookUs / MAX_OF_A_CORE), () => void again());
  };
  if (readers.length > 0) void again();
  return {
    cancel() {
      isCancelled = true;
      next?.cancel();
    },
  };
}
