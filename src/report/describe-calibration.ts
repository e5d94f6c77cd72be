import { formatDurationMs } from '../platform/time/duration.ts';
import type { Report } from './report.ts';
import type { GeneratorFacts } from './run-facts.ts';
import { wordError } from './word-error.ts';

type CalibrationQuote = NonNullable<GeneratorFacts['calibration']>;

/** `2 days before the run: p99 overstated by 0.9 ms at 2000 turns/s; off by less than 1 ms up to 4100 turns/s`. */
export function describeCalibration({ run, generator }: Pick<Report, 'run' | 'generator'>): readonly string[] {
  const { calibration } = generator;
  if (!calibration) return [];
  const { calibratedAt, p99, turnsPerSecond, maxRate } = calibration;
  const age = describeAge(Date.parse(run.startedAt) - Date.parse(calibratedAt));
  const limit = maxRate ? `; off by less than ${maxRate.withinMs} ms up to ${maxRate.turnsPerSecond} turns/s` : '';
  return [`${age}: p99 ${wordError(p99)} at ${turnsPerSecond} turns/s${limit}`];
}

/** The highest calibrated rate: the limit of accurate numbers, or at least the rate that was tested. */
export function calibratedRate({ maxRate, turnsPerSecond }: CalibrationQuote): number {
  return maxRate?.turnsPerSecond ?? turnsPerSecond;
}

const DAY_MS = 86_400_000;

function describeAge(ms: number): string {
  if (ms < 0) return 'after the run';
  const days = Math.round(ms / DAY_MS);
  if (days >= 1) return days === 1 ? '1 day before the run' : `${days} days before the run`;
  return ms < 60_000 ? 'just before the run' : `${formatDurationMs(ms)} before the run`;
}
