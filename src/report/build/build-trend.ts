import type { CensoredTrend } from '../../measure/censored-trend.ts';
import type { LatencyHistogram } from '../../measure/histogram/histogram.ts';
import { QUANTILES, type QuantileName, type QuantileReading } from '../../measure/histogram/quantile.ts';
import type { Trend } from '../metric-schema.ts';

interface KnownTrend {
  readonly state: string;
  readonly trend: Trend;
}

/**
 * By histogram of the upper bounds: with one target or one conversation, a trend is part of several groups, and many have not
 * changed since the last checkpoint.
 */
const known = new WeakMap<LatencyHistogram, KnownTrend>();

/** A trend in a report. */
export function buildTrend(trend: CensoredTrend): Trend {
  const { upper, interrupted } = trend;
  if (!upper || interrupted > 0) return newTrend(trend);
  const state = stateOf(trend);
  const before = known.get(upper);
  if (before?.state === state) return before.trend;
  const built = newTrend(trend);
  known.set(upper, { state, trend: built });
  return built;
}

/** Without interrupted turns. Number and sum change with each value, and if the content of a histogram is replaced. */
function stateOf({ measured, upper, lower, censored }: CensoredTrend): string {
  const counts = [...censored].map(([reason, { count, shortestUs }]) => `${reason} ${count} ${shortestUs}`);
  return [measured, upper?.sumUs, lower?.count, lower?.sumUs, ...counts].join();
}

function newTrend(trend: CensoredTrend): Trend {
  const { upper, lower, measured } = trend;
  const readings = Object.entries(QUANTILES).map(([name, q]) => [name as QuantileName, trend.quantile(q)] as const);
  return {
    kind: 'trend',
    unit: 'ms',
    count: measured,
    min: toMs(measured ? upper?.minUs : undefined),
    mean: toMs(measured ? upper?.meanUs : undefined),
    stddev: toMs(measured ? upper?.stddevUs : undefined),
    ...(Object.fromEntries(readings.map(([name, reading]) => [name, shownMs(reading)])) as Record<
      QuantileName,
      number | null
    >),
    max: toMs(measured ? upper?.maxUs : undefined),
    censored: Object.fromEntries([...trend.censored].map(([reason, { count }]) => [reason, count])),
    ...(readings.some(([, reading]) => reading.kind === 'censored' && reading.how === 'failed') && {
      atLeastMs: toMs(trend.atLeastUs) ?? 0,
    }),
    ...((lower || trend.interrupted > 0) && { bounds: boundsOf(readings) }),
    ...supports(readings),
    ...(upper && measured && { histogram: upper.encode() }),
    ...(lower && measured && { histogramLower: lower.encode() }),
  };
}

type NamedReadings = readonly (readonly [QuantileName, QuantileReading])[];

function shownMs(reading: QuantileReading): number | null {
  return reading.kind === 'measured' ? toMs(reading.upperUs) : null;
}

function boundsOf(readings: NamedReadings): Trend['bounds'] {
  return Object.fromEntries(
    readings.flatMap(([name, reading]) =>
      reading.kind === 'none' || (reading.kind === 'censored' && reading.how === 'failed')
        ? []
        : [
            [
              name,
              reading.kind === 'measured'
                ? [toMs(reading.lowerUs), toMs(reading.upperUs)]
                : [toMs(reading.atLeastUs), null],
            ],
          ],
    ),
  );
}

function supports(readings: NamedReadings): Pick<Trend, 'approximate' | 'maximumOnly'> {
  const approximate = readings.flatMap(([name, reading]) =>
    reading.kind !== 'none' && reading.interval
      ? [[name, [toMs(reading.interval.lowerUs), toMs(reading.interval.upperUs)]]]
      : [],
  );
  const maximumOnly = readings.flatMap(([name, reading]) =>
    reading.kind !== 'none' && reading.support === 'maximum' ? [name] : [],
  );
  return {
    ...(approximate.length > 0 && { approximate: Object.fromEntries(approximate) }),
    ...(maximumOnly.length > 0 && { maximumOnly }),
  };
}

/** Whole microseconds as milliseconds. */
export function toMs(us: number | undefined): number | null {
  return us === undefined ? null : Math.round(us) / 1000;
}
