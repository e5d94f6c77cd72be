import { parseDurationMs } from '../../platform/time/duration.ts';
import type { LimitUnit } from '../metric-kind.ts';
import type { ThresholdScanner } from './threshold-scanner.ts';

const NUMBER = /^\d+(?:\.\d+)?$/;
const PER_SECOND: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/**
 * Parses the limit up to `end` (default: the scope of a threshold), in the unit of its metric (see `Threshold.limit`). `hint`:
 * what to write in place of a missing or wrong one.
 */
export function parseLimit(scanner: ThresholdScanner, unit: LimitUnit, end = /\bin\b/, hint = EXAMPLES[unit]): number {
  const at = scanner.at;
  const text = scanner.until(end);
  if (text === '') scanner.fail('missing limit', hint, at);
  const limit = READERS[unit](text);
  if (limit === undefined) scanner.fail(`${text} is not a ${NAMES[unit]}`, hint, at);
  if (unit === 'share' && limit > 1) scanner.fail(`${text} exceeds 100%`, hint, at);
  return limit;
}

const NAMES: Readonly<Record<LimitUnit, string>> = {
  time: 'duration with a unit',
  share: 'percentage',
  'per-second': 'rate such as 20/s',
  count: 'number without a unit',
};

const EXAMPLES: Readonly<Record<LimitUnit, string>> = {
  time: 'write a duration: 1500ms, 1.5s, 2m',
  share: 'write 99%, or the fraction 0.99',
  'per-second': 'write a rate: 20/s, 90/min',
  count: 'write a number without a unit: 0, 5',
};

const READERS: Readonly<Record<LimitUnit, (text: string) => number | undefined>> = {
  time: (text) => {
    const ms = parseDurationMs(text);
    return ms === undefined ? undefined : Math.round(ms * 1000);
  },
  share: (text) => {
    const percent = text.endsWith('%');
    const number = readNumber(percent ? text.slice(0, -1).trimEnd() : text);
    if (percent) return number === undefined ? undefined : number / 100;
    return number !== undefined && number <= 1 ? number : undefined;
  },
  'per-second': (text) => {
    const [, number, unit] = /^([\d.]+)\s*\/\s*(s|min|h)$/.exec(text) ?? [];
    const amount = readNumber(number ?? '');
    return amount === undefined || unit === undefined ? undefined : amount / PER_SECOND[unit]!;
  },
  count: readNumber,
};

function readNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}
