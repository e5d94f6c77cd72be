import { describeActual, describeMiss } from '../../verdict/describe-result.ts';
import type { LimitUnit } from '../../verdict/metric-kind.ts';
import type { ThresholdResult, WindowTally } from '../../verdict/threshold-result.ts';
import type { ReportThreshold } from '../report.ts';

/** A judged threshold in a report: times in ms. */
export function buildThreshold(result: ThresholdResult): ReportThreshold {
  const inUnit = (value: number) => inReport(value, result.unit);
  const { lower, atLeast, actual, windows } = result;
  const { scope, limit } = result.threshold;
  return {
    expression: result.threshold.expression,
    state: result.state,
    unit: UNITS[result.unit],
    limit: scope?.kind === 'windows' ? scope.share : inUnit(limit),
    actual: actual === undefined ? null : inUnit(actual),
    ...(lower !== undefined && { lower: inUnit(lower) }),
    ...(atLeast !== undefined && { atLeast: inUnit(atLeast) }),
    samples: result.samples,
    ...(windows && { windows: windowsOf(windows) }),
    ...(result.threshold.isDefault && { isDefault: true as const }),
    text: `${[describeActual(result), describeMiss(result)].filter((part) => part !== '').join(', ')}${result.threshold.isDefault ? ' (default threshold)' : ''}`,
  };
}

function windowsOf({ worst, interrupted: _, ...counts }: WindowTally): ReportThreshold['windows'] {
  if (!worst) return counts;
  const { unit, value } = worst;
  return { ...counts, worst: { ...worst, unit: UNITS[unit], value: inReport(value, unit) } };
}

function inReport(value: number, unit: LimitUnit): number {
  return unit === 'time' ? Math.round(value) / 1000 : value;
}

const UNITS: Readonly<Record<LimitUnit, ReportThreshold['unit']>> = {
  time: 'ms',
  share: 'share',
  'per-second': 'per-second',
  count: 'count',
};
