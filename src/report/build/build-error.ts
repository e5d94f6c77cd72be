import type { ErrorEntry } from '../../measure/error-log.ts';
import type { Report } from '../report.ts';

/** A class of errors in the report: its most frequent cause first. */
export function buildError({ causes, ...error }: ErrorEntry): Report['errors'][number] {
  const byCount = causes.toSorted((left, right) => right.count - left.count);
  return { ...error, causes: byCount.map(({ counted, ...cause }) => cause) };
}
