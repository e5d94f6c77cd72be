import type { LabelFilter } from '../../measure/label-filter.ts';
import { COUNTERS, type CounterName, RATES, type RateName, TRENDS, type TrendName } from '../../measure/metrics.ts';
import { readRate } from '../../measure/rates.ts';
import type { Readings } from '../../measure/readings.ts';
import { POSITIONS } from '../../measure/series.ts';
import type { Counter, Metrics } from '../metric-schema.ts';
import { buildTrend } from './build-trend.ts';

/** Every metric of a whole run: trends that have data, all counters (0 is a value), all rates. */
export function buildMetrics(readings: Readings, measuredMs: number): Metrics {
  return {
    ...buildTrends(readings, {}, Object.keys(TRENDS) as TrendName[]),
    ...buildSurvivors(readings, {}),
    ...buildReplies(readings, {}),
    ...buildCounters(readings, {}, () => true),
    ...buildRates(readings, {}, measuredMs, Object.keys(RATES) as RateName[]),
  };
}

/** The same for one target or conversation, without counters that stayed 0. */
export function buildGroupMetrics(readings: Readings, where: LabelFilter, measuredMs: number): Metrics {
  return {
    ...buildTrends(readings, where, Object.keys(TRENDS) as TrendName[]),
    ...buildSurvivors(readings, where),
    ...(where.conversation !== undefined && buildReplies(readings, where)),
    ...buildCounters(readings, where, (count) => count > 0),
    ...buildRates(readings, where, measuredMs, Object.keys(RATES) as RateName[]),
  };
}

/** The same for one step; it always has its first output and its turns, even if none was measured. */
export function buildStepMetrics(readings: Readings, where: LabelFilter): Metrics {
  return {
    first_output: buildTrend(readings.trend('first_output', where)),
    turn: buildTrend(readings.trend('turn', where)),
    ...buildTrends(readings, where, ['turn_intended']),
    ...buildSurvivors(readings, where),
    ...buildCounters(readings, where, (count) => count > 0),
    ...buildRates(readings, where, 0, ['turn_failure']),
  };
}

function buildTrends(readings: Readings, where: LabelFilter, names: readonly TrendName[]): Metrics {
  const entries = names.flatMap((name) => {
    const trend = readings.trend(name, where);
    return trend.measured > 0 || trend.censored.size > 0 ? [[name, buildTrend(trend)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function buildSurvivors(readings: Readings, where: LabelFilter): Metrics {
  const trend = readings.trend('first_output', { ...where, of: 'completed' });
  return trend.measured > 0 ? { 'first_output{of:completed}': buildTrend(trend) } : {};
}

function buildReplies(readings: Readings, where: LabelFilter): Metrics {
  return Object.fromEntries(
    POSITIONS.flatMap((position) => {
      const trend = readings.trend('reply', { ...where, position });
      return trend.measured > 0 ? [[`reply{position:${position}}`, buildTrend(trend)]] : [];
    }),
  );
}

function buildCounters(readings: Readings, where: LabelFilter, keep: (count: number) => boolean): Metrics {
  return Object.fromEntries(
    (Object.keys(COUNTERS) as CounterName[]).flatMap((name) => {
      const count = readings.counter(name, where);
      const reasons = readings.reasons(name, where);
      const counter: Counter = { kind: 'counter', count, ...(Object.keys(reasons).length > 0 && { reasons }) };
      return keep(count) ? [[name, counter]] : [];
    }),
  );
}

function buildRates(readings: Readings, where: LabelFilter, measuredMs: number, names: readonly RateName[]): Metrics {
  return Object.fromEntries(
    names.map((name) => {
      const { value = null, numerator, denominator, open, bounds } = readRate(readings, name, measuredMs, where);
      const range = open > 0 && bounds ? { bounds: [bounds.lower, bounds.upper] as [number, number] } : {};
      return [name, { kind: 'rate', value, numerator, denominator, ...range }];
    }),
  );
}
