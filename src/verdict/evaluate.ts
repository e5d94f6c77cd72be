import type { BoundsUs, CensoredTrend } from '../measure/censored-trend.ts';
import { sampleSupport } from '../measure/histogram/quantile.ts';
import type { LabelFilter } from '../measure/label-filter.ts';
import type { TrendName } from '../measure/metrics.ts';
import { openOutcomes } from '../measure/open-outcomes.ts';
import { readRate } from '../measure/rates.ts';
import type { Readings } from '../measure/readings.ts';
import { isCounter, isRate, unitOf } from './metric-kind.ts';
import { testInterval, type ValueInterval } from './scopes/interval-test.ts';
import type { Threshold } from './threshold.ts';
import type { ThresholdResult, ThresholdState } from './threshold-result.ts';

/** The bounds of the metric of a threshold, for any outcome of interrupted turns. */
interface Observation extends ValueInterval {
  readonly samples: number;
  /** Set if only a minimum of the value is known. */
  readonly atLeast?: number;
  /** Set if there is nothing to judge. */
  readonly missing?: 'no-data' | 'too-few';
  /** Interrupted turns or conversations that count in the bounds, and the bounds without them. */
  readonly interrupted?: { readonly count: number; readonly without: ValueInterval | undefined };
}

const NOTHING: Observation = { lower: 0, upper: 0, samples: 0, missing: 'no-data' };

/**
 * Evaluates one threshold. The value has bounds, because of the measurement itself and because of interrupted turns, whose
 * elapsed time is only a lower bound. The threshold passes if both bounds meet it, fails if neither does, and is inconclusive
 * otherwise.
 *
 * `measuredMs`: duration of the measurement. `maxTurnMs`: the longest timeout of a turn, which is the upper bound of an
 * interrupted turn in a mean.
 */
export function evaluateThreshold(
  threshold: Threshold,
  readings: Readings,
  measuredMs: number,
  maxTurnMs = Number.POSITIVE_INFINITY,
): ThresholdResult {
  const seen = observe(threshold, readings, measuredMs, maxTurnMs);
  const state: ThresholdState = seen.missing ?? testInterval(seen, threshold.operator, threshold.limit);
  const empty = seen.missing === 'no-data';
  const isKnown = !empty && seen.atLeast === undefined;
  return {
    threshold,
    state,
    unit: unitOf(threshold),
    actual: isKnown ? seen.upper : undefined,
    lower: !empty && Number.isFinite(seen.lower) && seen.lower !== seen.upper ? seen.lower : undefined,
    atLeast: seen.atLeast,
    samples: seen.samples,
    ...(seen.interrupted && { interrupted: interruptedIn(threshold, seen.interrupted) }),
  };
}

/** Interrupted turns, and whether they alone make the threshold inconclusive. */
function interruptedIn(
  { operator, limit }: Threshold,
  { count, without }: NonNullable<Observation['interrupted']>,
): ThresholdResult['interrupted'] {
  return { count, decisive: without === undefined || testInterval(without, operator, limit) !== 'inconclusive' };
}

function observe(threshold: Threshold, readings: Readings, measuredMs: number, maxTurnMs: number): Observation {
  const where = threshold.labels as LabelFilter;
  const { metric } = threshold;
  if (isCounter(metric)) {
    // After the first start of a conversation, a count of 0 is a value.
    const started = readings.counter('conversations_started', conversationOf(where));
    const count = readings.counter(metric, where);
    if (started === 0 && count === 0) return NOTHING;
    const open = openOutcomes(readings, metric, where);
    return withInterrupted({ lower: count, upper: count + open, samples: count }, open, exactly(count, count));
  }
  if (isRate(metric)) {
    const { value, denominator, open, bounds } = readRate(readings, metric, measuredMs, where);
    if (!bounds) return NOTHING;
    return withInterrupted(
      { ...bounds, samples: denominator },
      open,
      value === undefined ? undefined : exactly(value, 0),
    );
  }
  return observeTrend(threshold, metric, readings.trend(metric, where), maxTurnMs * 1000);
}

/** Conversations are counted per target, conversation and place, not per step. */
export function conversationOf({ target, conversation, place }: LabelFilter): LabelFilter {
  return {
    ...(target !== undefined && { target }),
    ...(conversation !== undefined && { conversation }),
    ...(place !== undefined && { place }),
  };
}

function observeTrend(threshold: Threshold, metric: TrendName, trend: CensoredTrend, maxTurnUs: number): Observation {
  if (trend.ranked === 0) return NOTHING;
  const seen = observeStatistic(threshold, metric, trend, maxTurnUs);
  if (trend.interrupted === 0) return seen;
  const known = trend.withoutInterrupted();
  const without = known.ranked === 0 ? undefined : observeStatistic(threshold, metric, known, maxTurnUs);
  return withInterrupted(seen, trend.interrupted, without);
}

function observeStatistic(
  threshold: Threshold,
  metric: TrendName,
  trend: CensoredTrend,
  maxTurnUs: number,
): Observation {
  const { statistic } = threshold;
  const { upper, measured, failed, interrupted, ranked: samples } = trend;
  switch (statistic.kind) {
    case 'quantile':
      return observeQuantile(threshold, trend, statistic.q);
    case 'count':
      return { lower: measured, upper: measured + interrupted, samples: measured };
    case 'mean':
      return measured + interrupted === 0 ? NOTHING : bounded(trend.meanBounds(maxTurnUs), samples);
    case 'max':
      return bounded(trend.maxBounds, samples, failed > 0 ? trend.atLeastUs : undefined);
    case 'min':
      return measured + interrupted === 0 ? NOTHING : bounded(trend.minBounds, measured);
    case 'stddev':
      if (!upper) return NOTHING;
      if (interrupted > 0) return bounded({ lowerUs: 0, upperUs: Number.POSITIVE_INFINITY }, measured);
      return exactly(upper.stddevUs, measured);
    case 'value':
      throw new TypeError(`${metric} has no value`);
  }
}

function observeQuantile(threshold: Threshold, trend: CensoredTrend, q: number): Observation {
  const reading = trend.quantile(q);
  if (reading.kind === 'none') return NOTHING;
  const { ranked: samples } = trend;
  const { minSamples } = threshold;
  const few = minSamples === undefined ? sampleSupport(samples, q) === 'maximum' : samples < minSamples;
  const missing = few ? { missing: 'too-few' as const } : {};
  if (reading.kind === 'measured') return { ...bounded(reading, samples), ...missing };
  const { how, atLeastUs } = reading;
  const lowerUs = how === 'failed' ? Number.POSITIVE_INFINITY : atLeastUs;
  return { ...bounded({ lowerUs, upperUs: Number.POSITIVE_INFINITY }, samples, atLeastUs), ...missing };
}

/** `atLeastUs`: the known minimum of the value, if it differs from the lower bound. */
function bounded({ lowerUs, upperUs }: BoundsUs, samples: number, atLeastUs = lowerUs): Observation {
  const open = Number.isFinite(upperUs) ? {} : { atLeast: atLeastUs };
  return { lower: lowerUs, upper: upperUs, samples, ...open };
}

function exactly(value: number, samples: number): Observation {
  return { lower: value, upper: value, samples };
}

function withInterrupted(seen: Observation, count: number, without: ValueInterval | undefined): Observation {
  return count === 0 ? seen : { ...seen, interrupted: { count, without } };
}
