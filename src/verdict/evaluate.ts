import type { CensoredTrend } from '../measure/censored-trend.ts';
import type { TrendName } from '../measure/metrics.ts';
import { sampleSupport } from '../measure/quantile.ts';
import { readRate } from '../measure/rates.ts';
import type { LabelFilter, Readings } from '../measure/readings.ts';
import { testInterval, type ValueInterval } from './interval-test.ts';
import { isCounter, isRate, unitOf } from './metric-kind.ts';
import type { Threshold } from './threshold.ts';
import type { ThresholdResult, ThresholdState } from './threshold-result.ts';

/** What a threshold's metric came to. */
interface Observation extends ValueInterval {
  readonly samples: number;
  readonly atLeast?: number;
  /** Given where there is nothing to judge. */
  readonly missing?: 'no-data' | 'too-few';
}

const NOTHING: Observation = { lower: 0, upper: 0, samples: 0, missing: 'no-data' };

/**
 * Judges one threshold on what has been measured; `measuredMs` is how long that took.
 * The value lies between two edges: the threshold passes if both meet it, fails if neither does.
 */
export function evaluateThreshold(threshold: Threshold, readings: Readings, measuredMs: number): ThresholdResult {
  const seen = observe(threshold, readings, measuredMs);
  const state: ThresholdState = seen.missing ?? testInterval(seen, threshold.operator, threshold.limit);
  const empty = seen.missing === 'no-data';
  return {
    threshold,
    state,
    unit: unitOf(threshold),
    actual: empty || seen.atLeast !== undefined ? undefined : seen.upper,
    lower: empty || seen.lower === seen.upper || seen.atLeast !== undefined ? undefined : seen.lower,
    atLeast: seen.atLeast,
    samples: seen.samples,
  };
}

function observe(threshold: Threshold, readings: Readings, measuredMs: number): Observation {
  const where = threshold.labels as LabelFilter;
  const { metric } = threshold;
  if (isCounter(metric)) {
    // A counter is data once one conversation started: then 0 is a value.
    const started = readings.counter('conversations_started', placeOf(where));
    const count = readings.counter(metric, where);
    return started === 0 && count === 0 ? NOTHING : exactly(count, count);
  }
  if (isRate(metric)) {
    const { value, denominator } = readRate(readings, metric, measuredMs, where);
    return value === undefined ? NOTHING : exactly(value, denominator);
  }
  return observeTrend(threshold, metric, readings.trend(metric, where));
}

/** Conversations are counted per target and conversation, not per step. */
export function placeOf({ target, conversation }: LabelFilter): LabelFilter {
  return { ...(target !== undefined && { target }), ...(conversation !== undefined && { conversation }) };
}

function observeTrend(threshold: Threshold, metric: TrendName, trend: CensoredTrend): Observation {
  const { statistic } = threshold;
  if (statistic.kind === 'quantile') return observeQuantile(threshold, trend, statistic.q);
  const { upper, lower = upper } = trend;
  if (statistic.kind === 'count') return upper || trend.ranked > 0 ? exactly(trend.measured, trend.measured) : NOTHING;
  if (statistic.kind === 'max' && trend.ranked > 0) return beyond(trend);
  if (!upper || !lower) return NOTHING;
  const samples = upper.count;
  switch (statistic.kind) {
    case 'mean':
      return { lower: trend.meanUs(lower), upper: trend.meanUs(upper), samples: trend.measured + trend.ranked };
    case 'min':
      return { lower: lower.minUs, upper: upper.minUs, samples };
    case 'max':
      return { lower: lower.maxUs, upper: upper.maxUs, samples };
    case 'stddev':
      return exactly(upper.stddevUs, samples);
    case 'value':
      throw new TypeError(`${metric} has no value`);
  }
}

function observeQuantile(threshold: Threshold, trend: CensoredTrend, q: number): Observation {
  const reading = trend.quantile(q);
  if (reading.kind === 'none') return NOTHING;
  const samples = trend.measured + trend.ranked;
  const { minSamples } = threshold;
  const few = minSamples === undefined ? sampleSupport(samples, q) === 'maximum' : samples < minSamples;
  const missing = few ? { missing: 'too-few' as const } : {};
  if (reading.kind === 'censored') return { ...beyond(trend), ...missing };
  return { lower: reading.lowerUs, upper: reading.upperUs, samples, ...missing };
}

/** The value falls among the turns that never got one: a maximum does as soon as there is one of them. */
function beyond(trend: CensoredTrend): Observation {
  return {
    lower: Number.POSITIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    atLeast: trend.atLeastUs,
    samples: trend.measured + trend.ranked,
  };
}

function exactly(value: number, samples: number): Observation {
  return { lower: value, upper: value, samples };
}
