import { minSamplesFor } from '../measure/histogram/quantile.ts';
import { countedWere, groupThousands } from '../platform/group-thousands.ts';
import { formatPercent, percentNumber } from '../platform/percent.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { type LimitUnit, sampleNoun } from './metric-kind.ts';
import type { Operator } from './threshold.ts';
import type { ThresholdResult, WindowTally } from './threshold-result.ts';

/** Formats a value in the unit of a threshold: `1.24 s`, `99.2 %`, `18.3/s`, `1,200`. */
export function formatValue(value: number, unit: LimitUnit): string {
  switch (unit) {
    case 'time':
      return formatDurationMs(value / 1000);
    case 'share':
      return formatPercent(value);
    case 'per-second':
      return `${groupThousands(Number(value.toFixed(2)))}/s`;
    case 'count':
      return groupThousands(Number(value.toFixed(2)));
  }
}

/**
 * The value of a threshold's metric: `1.24 s`, `>30.0 s (among the failed turns, ranked as slowest)`, `at least 2.10 s` (some
 * interrupted), `no data`, `96.67 %, 58 of 60 windows`.
 */
export function describeActual(result: ThresholdResult): string {
  if (result.atLeast !== undefined) {
    const value = formatValue(result.atLeast, result.unit);
    return result.lower === undefined ? `>${value} (among the failed turns, ranked as slowest)` : `at least ${value}`;
  }
  if (result.actual === undefined) return 'no data';
  const upper = formatValue(result.actual, result.unit);
  const windows = result.windows && describeWindows(result.windows);
  if (result.lower === undefined || (result.state !== 'inconclusive' && !result.interrupted)) return windows ?? upper;
  return windows ?? `${formatValue(result.lower, result.unit)} to ${upper}`;
}

function describeWindows({ met, missed, inconclusive, tooFew, worst }: WindowTally): string {
  const of = met + missed + inconclusive;
  const sign = worst?.isAtLeast ? '>' : '';
  const parts = [
    `${met} of ${of} windows`,
    inconclusive > 0 ? `${inconclusive} inconclusive` : '',
    tooFew > 0 ? `${tooFew} without enough data` : '',
    worst ? `worst ${sign}${formatValue(worst.value, worst.unit)} at ${formatDurationMs(worst.fromMs)}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/**
 * How far the value is off: `exceeds the limit by 120 ms (8 %)`; if it meets the limit: `24 % to spare`, `8/s above the minimum`.
 * Empty if there is none.
 */
export function describeMiss(result: ThresholdResult): string {
  const noun = sampleNoun(result.threshold.metric);
  switch (result.state) {
    case 'pass':
      return describeSpare(result);
    case 'no-data':
      return result.threshold.scope?.kind === 'windows' ? 'no 10 s window has data' : '';
    case 'too-few':
      return result.windows
        ? `not enough data: too few ${noun}s in all ${groupThousands(result.windows.tooFew)} windows of 10 s; raise the load, or set minSamples`
        : `not enough data (${groupThousands(result.samples)} of ${groupThousands(samplesNeeded(result))} ${noun}s); run for longer (raise --duration), or set minSamples`;
    case 'inconclusive':
      return result.interrupted?.decisive
        ? `inconclusive: ${countedWere(result.interrupted.count, noun)} interrupted; raise --graceful-stop`
        : 'inconclusive: the limit lies within the measurement bounds';
    case 'fail':
      return result.atLeast === undefined || result.lower !== undefined ? describeDistance(result) : '';
  }
}

/** The limit with which the value is compared: that of the threshold, or the share of windows that must meet it. */
function limitOf({ threshold: { scope, operator, limit } }: ThresholdResult): { operator: Operator; limit: number } {
  return scope?.kind === 'windows' ? { operator: '>=', limit: scope.share } : { operator, limit };
}

/** Samples that the quantile of a threshold needs. */
function samplesNeeded({ threshold: { minSamples, statistic } }: ThresholdResult): number {
  return minSamples ?? (statistic.kind === 'quantile' ? minSamplesFor(statistic.q) : 1);
}

/** Empty if there is no margin to report. */
function describeSpare(result: ThresholdResult): string {
  const { operator, limit } = limitOf(result);
  const { unit } = result;
  // The bound that is closer to the limit.
  const actual = (operator.startsWith('>') && !result.windows ? result.lower : undefined) ?? result.actual ?? 0;
  const left = Math.abs(limit - actual);
  if (operator === '==' || operator === '!=' || left === 0 || result.windows) return '';
  if (unit === 'share') return `${percentagePoints(left)} to spare`;
  if (operator.startsWith('>')) return `${formatValue(left, unit)} above the minimum`;
  return limit === 0 ? '' : `${Math.round((left / limit) * 100)} % to spare`;
}

function describeDistance(result: ThresholdResult): string {
  const { operator, limit } = limitOf(result);
  if (result.windows) return `at least ${formatValue(limit, 'share')} required`;
  const { actual = result.lower ?? 0, unit } = result;
  if (operator === '==') return `expected ${formatValue(limit, unit)}`;
  if (operator === '!=') return `must not be ${formatValue(limit, unit)}`;
  const over = operator.startsWith('<');
  const off = over ? actual - limit : limit - actual;
  const misses = over ? 'exceeds the limit by' : 'misses the limit by';
  if (off === 0) return 'equal to the limit';
  if (unit === 'share') return `${misses} ${percentagePoints(off)}`;
  const share = limit === 0 ? '' : ` (${Math.max(1, Math.round((off / limit) * 100))} %)`;
  return `${misses} ${formatValue(off, unit)}${share}`;
}

function percentagePoints(share: number): string {
  return `${percentNumber(share)} pp`;
}
