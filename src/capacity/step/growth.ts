import type { RatioBatch } from '../../compare/ratio-of.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Condition } from './condition.ts';
import { type Rise, riseOf } from './rising.ts';
import type { StepEvidence } from './step-watch.ts';

/** Fewer turns in flight are random. */
const MIN_IN_FLIGHT = 2;

/** A quantity that may grow, by its upper and its lower bound. */
interface Level {
  readonly upper: readonly RatioBatch[];
  readonly lower: readonly RatioBatch[];
  /** Of a significant rise. */
  readonly say: (rise: Rise) => string;
  /** Of one that may be random. */
  readonly sayUnsure: (rise: Rise) => string;
}

/**
 * Whether turns in flight or their latency keep growing from the first half of a step to the second:
 *
 *     both bounds significant, in two checks in a row           bad
 *     the upper bound significant                               open
 *     higher by a tenth or more, not statistically significant  clear
 *     else                                                      good
 */
export function judgeGrowth(evidence: StepEvidence, roseBefore: boolean): { rises: boolean; condition: Condition } {
  const halves = `in the second half of ${formatDurationMs(evidence.steadyMs)}`;
  const levels = levelsOf(evidence);
  for (const { upper, lower, say } of levels) {
    const rise = riseOf(upper);
    if (!rise?.isSure) continue;
    const isBad = roseBefore && riseOf(lower)?.isSure === true;
    return { rises: true, condition: { state: isBad ? 'bad' : 'open', why: `${say(rise)} ${halves}` } };
  }
  for (const { upper, sayUnsure } of levels) {
    const rise = riseOf(upper);
    if (rise)
      return {
        rises: false,
        condition: { state: 'clear', why: `${sayUnsure(rise)} ${halves} (not statistically significant)` },
      };
  }
  return { rises: false, condition: { state: 'good', why: '' } };
}

function levelsOf({ latency, inFlight }: StepEvidence): readonly Level[] {
  const flying = inFlight.reduce((sum, batch) => sum + batch.sum, 0) / inFlight.reduce((sum, { of }) => sum + of, 0);
  const inFlightLevel: Level = {
    upper: inFlight,
    lower: inFlight,
    say: ({ from, to }) => (from > 0 ? `turns in flight keep growing: ${percentMore(from, to)} more` : fromNone(to)),
    sayUnsure: ({ from, to }) => (from > 0 ? `${percentMore(from, to)} more turns were in flight` : fromNone(to)),
  };
  const latencyLevel: Level = {
    ...latency,
    say: ({ from, to }) => `turns keep getting slower: by ${percentMore(from, to)}`,
    sayUnsure: ({ from, to }) => `turns were ${percentMore(from, to)} slower`,
  };
  return flying >= MIN_IN_FLIGHT ? [inFlightLevel, latencyLevel] : [latencyLevel];
}

function fromNone(to: number): string {
  return `turns in flight went from 0 to ${to.toFixed(1)}`;
}

function percentMore(from: number, to: number): string {
  return `${((to / from - 1) * 100).toFixed(0)} %`;
}
