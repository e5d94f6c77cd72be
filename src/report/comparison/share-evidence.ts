import type { ShareEvidence } from '../../compare/evidence.ts';
import type { ShareCluster } from '../../compare/share-difference.ts';
import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { Report } from '../report.ts';
import { CONNECTION_SHARES, connectionEvidence, isConnectionShare } from './connection-evidence.ts';
import { type InterruptedAs, interruptedAt } from './interrupted.ts';
import { type Block, countIn, measuredBlocks, runMsFor } from './measured-blocks.ts';
import { metricsAt, type ReportPart } from './part.ts';

/** Shares of conversations and turns, by their metric. */
const RATES = ['conversation_completion', 'turn_failure'] as const;
type RateName = (typeof RATES)[number];

/** Shares that are compared, by their metric. */
export const SHARES = [...RATES, ...CONNECTION_SHARES] as const;
export type ShareName = (typeof SHARES)[number];

export function isShare(metric: string): metric is ShareName {
  return (SHARES as readonly string[]).includes(metric);
}

const FAILED_TURNS = TURN_OUTCOMES.filter((outcome) => outcome !== 'completed' && outcome !== 'interrupted').map(
  turnCounter,
);

const FAILED: Readonly<Record<RateName, readonly string[]>> = {
  conversation_completion: ['conversations_failed'],
  turn_failure: FAILED_TURNS,
};
const COMPLETED: Readonly<Record<RateName, string>> = {
  conversation_completion: 'conversations_completed',
  turn_failure: 'turns_completed',
};
const INTERRUPTED: Readonly<Record<RateName, string>> = {
  conversation_completion: 'conversations_interrupted',
  turn_failure: 'turns_interrupted',
};

/**
 * Number of failed conversations, turns or connections, and of those that ended; undefined if the run has no such part. A step
 * has no blocks: over time, failures are counted by target.
 */
export function shareEvidence(
  report: Report,
  name: ShareName,
  part: ReportPart,
  interrupted: InterruptedAs = 'omitted',
): ShareEvidence | undefined {
  if (isConnectionShare(name)) return connectionEvidence(report, name, part);
  const whole = failuresOf(report, name, part, interrupted);
  if (!whole) return undefined;
  const { unknown, all } = interruptedAt(report, name, part);
  // Over time they are counted without their reasons.
  const unknownShare = interrupted === 'failed' && all > 0 ? unknown / all : 0;
  const inBlock = (block: Block) => failuresIn(block, name, part.target, unknownShare);
  const hasBlocks = part.conversation === undefined;
  const blocks = hasBlocks ? measuredBlocks(report, part.place).map(inBlock) : undefined;
  return { whole, blocks, blockMs: report.timeline.blockMs, runMs: (ms) => runMsFor(report, ms) };
}

/** The same of the run as a whole. */
export function failuresOf(
  report: Report,
  name: RateName,
  part: ReportPart,
  interrupted: InterruptedAs = 'omitted',
): ShareCluster | undefined {
  const rate = metricsAt(report, part)?.[name];
  if (rate?.kind !== 'rate') return undefined;
  const { numerator, denominator } = rate;
  const more = interrupted === 'failed' ? interruptedAt(report, name, part).unknown : 0;
  return { hits: (name === 'turn_failure' ? numerator : denominator - numerator) + more, of: denominator + more };
}

/** Counts in one block, at one target or all of them; `unknownShare` of the interrupted count as failed. */
export function failuresIn(
  block: Pick<Block, 'counters'>,
  name: RateName,
  target: string | undefined,
  unknownShare = 0,
): ShareCluster {
  const failed = FAILED[name].reduce((total, counter) => total + countIn(block, counter, target), 0);
  const hits = failed + unknownShare * countIn(block, INTERRUPTED[name], target);
  return { hits, of: hits + countIn(block, COMPLETED[name], target) };
}
