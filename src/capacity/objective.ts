import { KnownError } from '../platform/known-error.ts';
import { isCounter, isTrend } from '../verdict/metric-kind.ts';
import { parseThreshold } from '../verdict/parse-threshold.ts';
import type { Threshold } from '../verdict/threshold.ts';

/**
 * What a load must let an endpoint keep, and how that is judged:
 *
 *     misses   the share of turns (conversations) that miss it must stay below `allowed`: p(95) < 2s means that fewer than
 *              5 % take 2 s or more, conversation_completion > 99% that fewer than 1 % fail
 *     mean     its interval against the limit
 *     plain    as a threshold of a run: one value, no interval (counts, maxima)
 */
export type Objective =
  | { readonly kind: 'misses'; readonly threshold: Threshold; readonly allowed: number }
  | { readonly kind: 'mean'; readonly threshold: Threshold }
  | { readonly kind: 'plain'; readonly threshold: Threshold };

/** Reads one `--objective`, in the grammar of thresholds. @throws KnownError with what would be right instead. */
export function parseObjective(expression: string): Objective {
  return objectiveOf(parseThreshold(expression));
}

/** @throws KnownError for a threshold that more load can only help to meet, or that is no bound at all. */
export function objectiveOf(threshold: Threshold): Objective {
  const { metric, statistic, operator, limit, scope } = threshold;
  if (scope)
    refuse(threshold, 'its scope has no meaning here, as each step is judged over its steady part', 'leave "in …" out');
  if (metric === 'goodput')
    refuse(
      threshold,
      'goodput grows with the load',
      'bound what the load does: first_output p(95) < 2s, conversation_completion > 99%',
    );
  const atMost = operator.startsWith('<');
  if (metric === 'conversation_completion') {
    if (!operator.startsWith('>'))
      refuse(threshold, 'it bounds from the wrong side', `conversation_completion > ${limit * 100}%`);
    return shareOrPlain(threshold, 1 - limit);
  }
  const isZero = operator === '==' && limit === 0;
  if (!atMost && !isZero)
    refuse(
      threshold,
      'more load can only help to meet it',
      'bound it from above: first_output p(95) < 2s, turns_timed_out == 0',
    );
  if (metric === 'turn_failure') return shareOrPlain(threshold, limit);
  if (isCounter(metric) || !isTrend(metric)) return { kind: 'plain', threshold };
  if (statistic.kind === 'quantile') return { kind: 'misses', threshold, allowed: 1 - statistic.q };
  return { kind: statistic.kind === 'mean' ? 'mean' : 'plain', threshold };
}

/** Where none at all may miss it, no number of turns proves that: it is held against what was measured. */
function shareOrPlain(threshold: Threshold, allowed: number): Objective {
  return allowed > 0 ? { kind: 'misses', threshold, allowed } : { kind: 'plain', threshold };
}

function refuse({ expression }: Threshold, why: string, hint: string): never {
  throw new KnownError(`objective ${expression}: ${why}`, { hint });
}
