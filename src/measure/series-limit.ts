import { KnownError } from '../platform/known-error.ts';
import type { SeriesTable } from './series.ts';

/** Maximum number of distributions of a run; each takes about 100 KB in the main thread once it is used. */
const MAX_TRENDS = 2000;

/** Throws a KnownError if a run would have too many distributions. */
export function checkSeriesLimit(table: SeriesTable): void {
  const trends = table.keys.filter(({ kind }) => kind === 'trend').length;
  if (trends <= MAX_TRENDS) return;
  const steps = table.shape.conversations.reduce((sum, conversation) => sum + conversation.steps.length, 0);
  throw new KnownError(
    `this run would keep ${trends} distributions (${steps} steps, ${table.shape.targets.length} targets); the maximum is ${MAX_TRENDS}`,
    { hint: 'split the scenario into several with fewer steps' },
  );
}
