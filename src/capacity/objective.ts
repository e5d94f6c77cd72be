import { KnownError } from '../platform/known-error.ts';
import { isCounter, isTrend } from '../verdict/metric-kind.ts';
import { parseThreshold } from '../verdict/parse-threshold.ts';
import type { Threshold } from '../verdict/threshold.ts';
import type { SearchScale } from '../verdict/validity-facts.ts';

/**
 * An objective of a load, and how it is judged:
 *
 *     misses   the share of turns (conversations) that miss it must stay below `allowed`: p(95) < 2s means that fewer than
 *              5 % take 2 s or more, conversation_completion > 99% that fewer than 1 % fail
 *     mean     its 95 % interval against the limit
 *     plain    like a threshold of a run: one value, no interval (counts, maxima)
 */
export type Objective = (
  | { readonly kind: 'misses'; readonly threshold: Threshold; readonly allowed: number }
  | { readonly kind: 'mean' | 'plain'; readonly threshold: Threshold }
) & {
  /** Added by the search, not by the user. */
  readonly isImplied?: true;
};

/** An objective, or why the threshold cannot be one and what to use instead. */
export type ReadObjective = Objective | { readonly kind: 'none'; readonly why: string; readonly hint: string };

/** Reads one `--objective`, in the grammar of thresholds. @throws KnownError with a suggestion. */
export function parseObjective(expression: string): Objective {
  const read = readObjective(parseThreshold(expression));
  if (read.kind !== 'none') return read;
  throw new KnownError(`objective ${expression}: ${read.why}`, { hint: read.hint });
}

/**
 * Added if no objective covers failures: a bot that rejects every second conversation may be fast for the others. It is
 * judged like any other, but does not fail a load under which no conversation has ended yet.
 */
export const DEFAULT_OBJECTIVE: Objective = {
  kind: 'misses',
  threshold: parseThreshold('conversation_completion > 95%'),
  allowed: 0.05,
  isImplied: true,
};

/** Message that the search added an objective; a sentence without a full stop. */
export function whyAdded(expression: string): string {
  return `palaver added the objective ${expression}, because no other objective counts failed conversations; set your own on conversation_completion to replace it`;
}

/** Whether an objective covers every failed conversation; one that never connected has no turns. */
export function seesFailures({ threshold: { metric, labels } }: Objective): boolean {
  return metric === 'conversation_completion' && Object.keys(labels).length === 0;
}

/** Latencies of a turn: how long one takes is what send lag is compared with. */
const OF_TURNS: readonly string[] = [
  'first_output',
  'first_output_bot',
  'reply',
  'turn',
  'turn_intended',
  'reply_complete',
];

/** By what the send lag of a search is judged: its strictest objective on the latency of a turn. */
export function searchScale(objectives: readonly Objective[]): SearchScale {
  const limits = objectives.filter(
    ({ threshold }) => OF_TURNS.includes(threshold.metric) && threshold.statistic.kind !== 'count',
  );
  if (limits.length === 0) return { latencyLimitMs: undefined };
  return { latencyLimitMs: Math.min(...limits.map(({ threshold: { limit } }) => limit)) / 1000 };
}

const BOUND_LOAD = 'use a limit that load can exceed: first_output p(95) < 2s, conversation_completion > 99%';

/** Ignores `in steady` and `abort`: a step has no ramps, and only the search ends it early. */
export function readObjective({ scope, abortAfterMs: _, ...threshold }: Threshold): ReadObjective {
  const { metric, statistic, operator, limit } = threshold;
  if (scope?.kind === 'windows') return none('a share of windows cannot be an objective', 'remove "in …"');
  if (metric === 'goodput') return none('goodput grows with the load', BOUND_LOAD);
  if (metric === 'conversation_completion') {
    if (operator.startsWith('>')) return shareOrPlain(threshold, 1 - limit);
    return none('a minimum needs > or >=', `conversation_completion > ${minimumBelow(limit)}%`);
  }
  const isBoundedAbove = operator.startsWith('<') || (operator === '==' && limit === 0);
  if (!isBoundedAbove) return none('more load cannot miss it', BOUND_LOAD);
  if (metric === 'turn_failure') return shareOrPlain(threshold, limit);
  if (isCounter(metric) || !isTrend(metric)) return { kind: 'plain', threshold };
  if (statistic.kind === 'quantile') return { kind: 'misses', threshold, allowed: 1 - statistic.q };
  return { kind: statistic.kind === 'mean' ? 'mean' : 'plain', threshold };
}

/** If no turn may miss it, no number of turns can prove it: it is judged on the measured value. */
function shareOrPlain(threshold: Threshold, allowed: number): Objective {
  return allowed > 0 ? { kind: 'misses', threshold, allowed } : { kind: 'plain', threshold };
}

/** In percent. 100 % cannot be exceeded. */
function minimumBelow(limit: number): number {
  return limit >= 1 ? 99 : Number((limit * 100).toFixed(6));
}

function none(why: string, hint: string): ReadObjective {
  return { kind: 'none', why, hint };
}
