import { describeActual, describeMiss } from '../verdict/describe-result.ts';
import type { LimitUnit } from '../verdict/metric-kind.ts';
import type { ThresholdResult } from '../verdict/threshold-result.ts';
import type { ReportThreshold } from './report.ts';

/** A judged threshold as it stands in a report: times in ms. */
export function buildThreshold(result: ThresholdResult): ReportThreshold {
  const inUnit = (value: number) => (result.unit === 'time' ? Math.round(value) / 1000 : value);
  const { lower, atLeast, actual } = result;
  return {
    expression: result.threshold.expression,
    state: result.state,
    unit: UNITS[result.unit],
    limit: inUnit(result.threshold.limit),
    actual: actual === undefined ? null : inUnit(actual),
    ...(lower !== undefined && { lower: inUnit(lower) }),
    ...(atLeast !== undefined && { atLeast: inUnit(atLeast) }),
    samples: result.samples,
    text: [describeActual(result), describeMiss(result)].filter((part) => part !== '').join(', '),
  };
}

const UNITS: Readonly<Record<LimitUnit, ReportThreshold['unit']>> = {
  time: 'ms',
  share: 'share',
  'per-second': 'per-second',
  count: 'count',
};
