import { EXIT_CODES, meaningOf } from '../../platform/exit-code.ts';
import type { Capacity } from '../../report/capacity/capacity-schema.ts';
import { stepAbove } from '../../report/capacity/describe-capacity.ts';

/** What the exit code of this search means. */
export function capacityExitMeaning(capacity: Pick<Capacity, 'answer' | 'steps'>): string {
  const { exitCode } = capacity.answer;
  if (exitCode !== EXIT_CODES.threshold.code) return meaningOf(exitCode);
  return stepAbove(capacity)?.outcome === 'at-the-limit'
    ? 'the lowest load was inconclusive'
    : 'the lowest load did not meet the objectives';
}
