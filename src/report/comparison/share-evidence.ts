import type { ShareEvidence } from '../../compare/evidence.ts';
import type { ShareCluster } from '../../compare/share-difference.ts';
import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { Report, ReportTimeline } from '../report.ts';
import { measuredBlocks } from './measured-blocks.ts';
import { metricsAt, type Place } from './place.ts';

/** Shares that are compared, by their metric. */
export const SHARES = ['conversation_completion', 'turn_failure'] as const;
export type ShareName = (typeof SHARES)[number];

export function isShare(metric: string): metric is ShareName {
  return (SHARES as readonly string[]).includes(metric);
}

type Block = ReportTimeline['blocks'][number];

const FAILED_TURNS = TURN_OUTCOMES.filter((outcome) => outcome !== 'completed' && outcome !== 'interrupted').map(
  turnCounter,
);

const FAILED: Readonly<Record<ShareName, readonly string[]>> = {
  conversation_completion: ['conversations_failed'],
  turn_failure: FAILED_TURNS,
};
const COMPLETED: Readonly<Record<ShareName, string>> = {
  conversation_completion: 'conversations_completed',
  turn_failure: 'turns_completed',
};

/**
 * How many conversations or turns failed, of how many that came to an end; undefined where the run has no such place. A step
 * has no blocks: over time, failures are counted by target.
 */
export function shareEvidence(report: Report, name: ShareName, place: Place): ShareEvidence | undefined {
  const whole = failuresOf(report, name, place);
  if (!whole) return undefined;
  const hasBlocks = place.conversation === undefined;
  const blocks = hasBlocks ? measuredBlocks(report).map((block) => failuresIn(block, name, place.target)) : undefined;
  return { whole, blocks, blockMs: report.timeline.blockMs };
}

/** The same of the run as a whole. */
export function failuresOf(report: Report, name: ShareName, place: Place): ShareCluster | undefined {
  const rate = metricsAt(report, place)?.[name];
  if (rate?.kind !== 'rate') return undefined;
  const { numerator, denominator } = rate;
  return { hits: name === 'turn_failure' ? numerator : denominator - numerator, of: denominator };
}

/** In one block, at one target or all of them. */
export function failuresIn({ counters }: Block, name: ShareName, target: string | undefined): ShareCluster {
  const sum = (counter: string) =>
    Object.entries(counters).reduce(
      (total, [of, counts]) => total + (target === undefined || of === target ? (counts[counter] ?? 0) : 0),
      0,
    );
  const hits = FAILED[name].reduce((total, counter) => total + sum(counter), 0);
  return { hits, of: hits + sum(COMPLETED[name]) };
}
