import { medianOf } from '../median.ts';
import { type ComparedQuantile, type QuantileError, quantileErrors, tookUs } from './quantile-errors.ts';
import type { TrialResult } from './run-trial.ts';
import { steadyWindow, turnsWithin } from './steady-window.ts';
import type { UsageReading } from './trial-watch.ts';

/** The results of one trial in its steady state. */
export interface TrialMetrics {
  readonly turns: number;
  /** Reached rate. */
  readonly turnsPerSecond: number;
  readonly quantiles: Readonly<Record<ComparedQuantile, QuantileError>>;
  /** Median width of the bounds of a turn. */
  readonly boundsWidthMs: number;
  /** Turns whose lower bound lies more than 0.5 ms after the endpoint sent the reply: the bound is too late. */
  readonly lateLower: number;
  /** Turns of the whole trial whose upper bound lies before the endpoint sent the reply: the bounds are wrong. */
  readonly impossible: number;
  /** CPU time of the whole process per turn; undefined with too few readings. */
  readonly cpuPerTurnUs: number | undefined;
  /** Median memory of the process, bytes. */
  readonly residentBytes: number;
}

const LATE_US = 500;

/** Undefined if the trial had no steady state. */
export function trialMetrics(
  { turns, endedUs, cpu }: Pick<TrialResult, 'turns' | 'endedUs' | 'cpu'>,
  vus: number,
): TrialMetrics | undefined {
  const window = steadyWindow(turns, { vus, endedUs });
  const steady = window ? turnsWithin(turns, window) : [];
  if (!window || steady.length === 0) return undefined;
  const readings = cpu.filter(({ atUs }) => atUs >= window.fromUs && atUs < window.toUs);
  const widths = steady.map(tookUs).map(({ loUs, hiUs }) => hiUs - loUs);
  return {
    turns: steady.length,
    turnsPerSecond: (steady.length / (window.toUs - window.fromUs)) * 1e6,
    quantiles: quantileErrors(steady),
    boundsWidthMs: medianOf(widths) / 1000,
    lateLower: steady.filter(({ arrived, reference }) => arrived.loUs > reference.sent.hiUs + LATE_US).length,
    impossible: turns.filter(({ arrived, reference }) => arrived.hiUs < reference.sent.loUs).length,
    cpuPerTurnUs: cpuPerTurn(readings, turns),
    residentBytes: readings.length === 0 ? 0 : medianOf(readings.map(({ residentBytes }) => residentBytes)),
  };
}

/** Between the first and the last reading, by the turns that were answered in that time. */
function cpuPerTurn(readings: readonly UsageReading[], turns: TrialResult['turns']): number | undefined {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return undefined;
  const answered = turns.filter(({ arrived }) => arrived.hiUs >= first.atUs && arrived.hiUs < last.atUs).length;
  return answered === 0 ? undefined : (last.cpuUs - first.cpuUs) / answered;
}
