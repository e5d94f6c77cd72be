import { utcMs } from '../../platform/time/utc-time.ts';
import type { DateOrder } from '../transcript-options.ts';

/** Times in ms since 1970, in the order of the texts; or why they cannot be read, with the index of the first such text. */
export type Timestamps = { readonly timesMs: readonly number[] } | { readonly problem: string; readonly index: number };

/**
 * Times as exports write them:
 *
 *     time  = epoch | date ( "T" | " " | ", " ) clock [ zone ]
 *     epoch = digits [ "." digits ]       by the number of digits: up to 11 s, 14 ms, 17 µs, more ns
 *     date  = yyyy-mm-dd | yyyy/mm/dd     ISO 8601
 *           | dd.mm.yyyy                  with dots, always the day first
 *           | a/b/yyyy | a-b-yyyy         `order`; without it, some number above 12 must show which is the day
 *     clock = hh:mm [ ":" ss [ ( "." | "," ) digits ] ] [ "AM" | "PM" ]
 *     zone  = "Z" | "UTC" | ( "+" | "-" ) hh [ ":" ] [ mm ]
 *
 * A time without a zone is read as UTC; all or none of the texts have a zone, because only their differences are used.
 */
export function readTimestamps(texts: readonly string[], order?: DateOrder): Timestamps {
  const read = texts.map(parseTimestamp);
  const unread = read.indexOf(undefined);
  if (unread >= 0) return { problem: 'is not a recognised date and time', index: unread };
  const times = read as readonly Read[];
  const odd = times.findIndex(({ hasZone }) => hasZone !== times[0]?.hasZone);
  if (odd >= 0)
    return { problem: `has ${times[odd]?.hasZone ? 'a' : 'no'} time zone, unlike the first time`, index: odd };
  const slashed = times.findIndex(({ first }) => first !== undefined);
  const dayFirst = order === undefined ? evidence(times) : order === 'day-first';
  if (slashed >= 0 && dayFirst === undefined)
    return { problem: 'does not show whether the day or the month comes first', index: slashed };
  const timesMs = times.map((time) => msOf(time, dayFirst ?? true));
  const none = timesMs.indexOf(undefined);
  return none >= 0
    ? { problem: 'is not a valid date and time', index: none }
    : { timesMs: timesMs as readonly number[] };
}

/** A time as written; for `a/b/yyyy`, `first` and `second` are a and b. */
interface Read {
  readonly epochMs?: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly first?: number;
  readonly second?: number;
  /** Since midnight, in the zone. */
  readonly clock: { readonly hour: number; readonly minute: number; readonly second: number };
  readonly offsetMinutes: number;
  readonly hasZone: boolean;
}

const EPOCH = /^(\d{9,20})(?:[.,](\d+))?$/;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?(?:\s*([AP])\.?M\.?)?`;
const ZONE = String.raw`\s*(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?`;
const DATED = new RegExp(String.raw`^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:T|,?\s+)${CLOCK}${ZONE}$`, 'i');

function parseTimestamp(text: string): Read | undefined {
  const [, digits, decimals = ''] = EPOCH.exec(text) ?? [];
  if (digits !== undefined) return { ...NO_DATE, epochMs: epochMs(digits, decimals) };
  const parts = DATED.exec(text);
  const date = parts && dateOf(parts[1]!, parts[2]!, parts[3]!, parts[4]!);
  if (!date) return undefined;
  const [hour, minute, second, half, zone, sign, offsetHours, offsetMinutes = '0'] = parts.slice(5);
  const offset = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes);
  return {
    ...date,
    clock: {
      hour: half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0),
      minute: Number(minute),
      second: Number((second ?? '0').replace(',', '.')),
    },
    offsetMinutes: sign === '-' ? -offset : offset,
    hasZone: zone !== undefined || sign !== undefined,
  };
}

const NO_DATE = {
  year: 0,
  month: 0,
  day: 0,
  clock: { hour: 0, minute: 0, second: 0 },
  offsetMinutes: 0,
  hasZone: true,
};

function epochMs(digits: string, decimals: string): number {
  const perMs = digits.length <= 11 ? 0.001 : digits.length <= 14 ? 1 : digits.length <= 17 ? 1000 : 1_000_000;
  return Number(`${digits}.${decimals}`) / perMs;
}

function dateOf(
  a: string,
  separator: string,
  b: string,
  c: string,
): Pick<Read, 'year' | 'month' | 'day' | 'first' | 'second'> | undefined {
  if (a.length === 4 && c.length <= 2) return { year: Number(a), month: Number(b), day: Number(c) };
  if (a.length > 2 || (c.length !== 4 && c.length !== 2)) return undefined;
  const year = Number(c) + (c.length === 2 ? 2000 : 0);
  if (separator === '.') return { year, month: Number(b), day: Number(a) };
  return { year, month: 0, day: 0, first: Number(a), second: Number(b) };
}

/** Whether the day comes first; undefined if no number shows it. */
function evidence(times: readonly Read[]): boolean | undefined {
  if (times.some(({ first = 0 }) => first > 12)) return true;
  return times.some(({ second = 0 }) => second > 12) ? false : undefined;
}

function msOf(time: Read, dayFirst: boolean): number | undefined {
  if (time.epochMs !== undefined) return time.epochMs;
  const { year, first, second, clock, offsetMinutes } = time;
  const [day = time.day, month = time.month] = first === undefined ? [] : dayFirst ? [first, second] : [second, first];
  const ms = utcMs({ year, month, day, ...clock });
  return ms === undefined ? undefined : ms - offsetMinutes * 60_000;
}
