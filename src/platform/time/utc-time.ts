/** A date and a time of day. Months and days are counted from 1; seconds may have a fraction. */
export interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Ms since 1970 of a time in UTC; undefined if there is no such day or time (31 April, 24:00). */
export function utcMs({ year, month, day, hour, minute, second }: CalendarTime): number | undefined {
  const midnight = Date.UTC(year, month - 1, day);
  const is = new Date(midnight);
  if (is.getUTCFullYear() !== year || is.getUTCMonth() !== month - 1 || is.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second >= 60) return undefined;
  return midnight + hour * 3_600_000 + minute * 60_000 + Math.round(second * 1000);
}
