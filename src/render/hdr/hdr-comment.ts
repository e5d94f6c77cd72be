import { excerpt } from '../../platform/redact.ts';
import type { Report } from '../../report/report.ts';

/** A comment line, which HdrHistogram's tools skip; always a single line. */
export function hdrComment(text: string): string {
  return `#[${excerpt(text, 500)}]`;
}

/** Which run a file is of. */
export function hdrRunComments({ run, tool }: Report): readonly string[] {
  return [
    hdrComment(`${tool}: ${run.name}, run ${run.id}`),
    `#[StartTime: ${hdrInstant(run.startedAt)}, ${run.startedAt}]`,
  ];
}

/** `2026-01-31T14:25:00.000Z` → `1769869500.000 (seconds since epoch)` */
export function hdrInstant(iso: string): string {
  return `${(Date.parse(iso) / 1000).toFixed(3)} (seconds since epoch)`;
}
