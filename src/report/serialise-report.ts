import type { Report } from './report.ts';

/** A report as it is stored: one line per value, so that it can be read and compared line by line. */
export function serialiseReport(report: Report): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}
