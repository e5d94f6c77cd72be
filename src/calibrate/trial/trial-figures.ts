import { medianOf } from '../median.ts';
import { type ComparedQuantile, type QuantileError, quantileErrors, tookUs } from './quantile-errors.ts';
import type { TrialResult } from './run-trial.ts';
import { steadyWindow, turnsWithin } from './steady-window.ts';
import type { UsageReading } from './trial-watch.ts';

/** What one trial came to in its steady window. */
export interface TrialFigures {
  readonly turns: number;
  /** Reached. */
  readonly turnsPerSecond: number;
  readonly quantiles: Readonly<Record<ComparedQuantile, QuantileError>>;
  /** Median width of a turn's bracket. */
  readonly boundsWidthMs: number;
  /** Turns that came, by their lower edge, over 0.5 ms after the endpoint had sent them: the edge is too late. */
  readonly lateLower: number;
  /** Turns of the whole trial that came, by their upper edge, before the endpoint sent them: the bracket is wrong. */
  readonly impossible: number;
  /** Of the whole process; undefined where it was read too seldom. */
  readonly cpuPerTurnUs: number | undefined;
  /** Median of what the process held, bytes. */
  readonly residentBytes: number;
}

const LATE_US = 500;

/** Undefined when the trial had no steady time. */
export function trialFigures(
  { turns, endedUs, cpu }: Pick<TrialResult, 'turns' | 'endedUs' | 'cpu'>,
  vus: number,
): TrialFigures | undefined {
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
