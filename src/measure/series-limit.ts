import { KnownError } from '../platform/known-error.ts';
import type { SeriesTable } from './series.ts';

/** So many distributions a run may keep; each costs some 100 KB in the main thread once it is used. */
const MAX_TRENDS = 2000;

/** Refuses a run whose steps would make more distributions than it can keep. */
export function checkSeriesLimit(table: SeriesTable): void {
  const trends = table.keys.filter(({ kind }) => kind === 'trend').length;
  if (trends <= MAX_TRENDS) return;
  const steps = table.shape.conversations.reduce((sum, conversation) => sum + conversation.steps.length, 0);
  throw new KnownError(
    `this run would keep ${trends} distributions (${steps} steps, ${table.shape.targets.length} targets); ${MAX_TRENDS} are allowed`,
    { hint: 'split the scenario into several with fewer steps' },
  );
}
