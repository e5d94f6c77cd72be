import type { Report } from './report.ts';

/** By report, for as long as somebody holds it: whether it is small enough is asked just before it is written. */
const texts = new WeakMap<Report, string>();

/** A report as it is stored: one line per value, so that it can be read and compared line by line. */
export function serialiseReport(report: Report): string {
  const text = texts.get(report) ?? `${JSON.stringify(report, null, 1)}\n`;
  texts.set(report, text);
  return text;
}
