import { EXIT_CODES, meaningOf } from '../../platform/exit-code.ts';
import type { Capacity } from './capacity-schema.ts';
import { stepAbove } from './describe-capacity.ts';

/** Why a search has its exit code, in a few words. */
export function explainAnswer(capacity: Pick<Capacity, 'answer' | 'steps'>): string {
  const { exitCode, status } = capacity.answer;
  switch (exitCode) {
    case EXIT_CODES.threshold.code:
      return 'the lowest load did not meet the objectives';
    case EXIT_CODES.incomplete.code:
      if (status === 'unfinished') return 'the search ended before the capacity was found';
      if (status === 'missed' && stepAbove(capacity)?.outcome === 'at-the-limit')
        return 'the lowest load was inconclusive';
      return 'the answer is not confirmed';
    default:
      return meaningOf(exitCode);
  }
}
