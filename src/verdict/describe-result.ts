import { formatDurationMs } from '../platform/duration.ts';
import type { LimitUnit } from './metric-kind.ts';
import type { ThresholdResult } from './threshold-result.ts';

/** A value in the unit of a threshold, for reading: `1.24 s`, `99.2 %`, `18.3/s`, `3`. */
export function formatValue(value: number, unit: LimitUnit): string {
  switch (unit) {
    case 'time':
      return formatDurationMs(value / 1000);
    case 'share':
      return `${trimZeros((value * 100).toFixed(2))} %`;
    case 'per-second':
      return `${trimZeros(value.toFixed(2))}/s`;
    case 'count':
      return trimZeros(value.toFixed(2));
  }
}

/** What a threshold's metric came to: `1.24 s`, `> 30.0 s`, `no data`. */
export function describeActual(result: ThresholdResult): string {
  if (result.atLeast !== undefined) return `> ${formatValue(result.atLeast, result.unit)}`;
  if (result.actual === undefined) return 'no data';
  const upper = formatValue(result.actual, result.unit);
  if (result.lower === undefined || result.state !== 'undecided') return upper;
  return `${formatValue(result.lower, result.unit)} … ${upper}`;
}

/** How far the value is off: `120 ms (8 %) over the limit`. Empty where it meets the limit or there is none. */
export function describeMiss(result: ThresholdResult): string {
  switch (result.state) {
    case 'pass':
      return '';
    case 'no-data':
      return 'nothing was measured';
    case 'too-few':
      return `${result.samples} turns are too few for this quantile`;
    case 'undecided':
      return 'the limit lies between what is certain and what is possible';
    case 'fail':
      return result.atLeast === undefined
        ? describeDistance(result)
        : 'it falls among the turns that never got a value';
  }
}

function describeDistance({ threshold: { operator, limit }, actual = 0, unit }: ThresholdResult): string {
  if (operator === '==') return `not ${formatValue(limit, unit)}`;
  if (operator === '!=') return 'which it must not be';
  const over = operator.startsWith('<');
  const off = over ? actual - limit : limit - actual;
  const side = over ? 'over the limit' : 'short of the limit';
  if (off === 0) return 'just at the limit';
  if (unit === 'share') return `${trimZeros((off * 100).toFixed(2))} points ${side}`;
  const share = limit === 0 ? '' : ` (${Math.max(1, Math.round((off / limit) * 100))} %)`;
  return `${formatValue(off, unit)}${share} ${side}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
