const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FIFTY_YEARS_MS = 50 * 365.25 * 86_400_000;

/** Day, month, year and time of the three forms; the name of the weekday is not checked. */
const FORMS = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

/**
 * An HTTP-date in ms since 1970, or undefined if `text` is not one (RFC 9110, section 5.6.7):
 *
 *     HTTP-date    = IMF-fixdate | rfc850-date | asctime-date
 *     IMF-fixdate  = Sun, 06 Nov 1994 08:49:37 GMT
 *     rfc850-date  = Sunday, 06-Nov-94 08:49:37 GMT      a year more than 50 years after `nowMs` is in the past
 *     asctime-date = Sun Nov  6 08:49:37 1994
 */
export function parseHttpDateMs(text: string, nowMs: number): number | undefined {
  const parts = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return undefined;
  const { day = '', month = '', year = '', time = '' } = parts;
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const monthIndex = MONTHS.indexOf(month);
  const atMs = (ofYear: number) => Date.UTC(ofYear, monthIndex, Number(day), hour, minute, second);
  // Date.UTC turns February 31 into a day in March.
  const isDay = new Date(Date.UTC(2000, monthIndex, Number(day))).getUTCMonth() === monthIndex && Number(day) > 0;
  if (monthIndex < 0 || !isDay || hour > 23 || minute > 59 || second > 60) return undefined;
  if (year.length === 4) return atMs(Number(year));
  const century = Math.floor(new Date(nowMs).getUTCFullYear() / 100) * 100;
  const candidates = [century + 100, century, century - 100].map((from) => atMs(from + Number(year)));
  return candidates.find((candidateMs) => candidateMs - nowMs <= FIFTY_YEARS_MS);
}
