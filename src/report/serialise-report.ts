import type { Report } from './report.ts';

/** Cached per report, since its size is checked just before it is written. */
const texts = new WeakMap<Report, string>();

/** A report as stored text: one line per value, so that it can be compared with diff. */
export function serialiseReport(report: Report): string {
  const text = texts.get(report) ?? `${JSON.stringify(report, null, 1)}\n`;
  texts.set(report, text);
  return text;
}
