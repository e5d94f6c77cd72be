import type { RatioBatch } from '../compare/ratio-of.ts';
import { formatDurationMs } from '../platform/duration.ts';
import type { Condition } from './condition.ts';
import { riseOf } from './rising.ts';
import type { StepEvidence } from './step-watch.ts';

/** Fewer turns in flight are only those of the moment. */
const MIN_IN_FLIGHT = 2;

/** A level that went up: `words` say what it does, with the share left out. */
interface Level {
  readonly upper: readonly RatioBatch[];
  readonly lower: readonly RatioBatch[];
  readonly say: (share: string, halves: string) => string;
}

/**
 * Whether turns in flight or their latency keep growing from the first half of a step to the second:
 *
 *     both edges beyond chance, for the second look in a row   bad
 *     the upper edge beyond chance                              open
 *     higher by a tenth or more, which may be chance            clear
 *     else                                                      good
 */
export function judgeGrowth(evidence: StepEvidence, roseBefore: boolean): { rises: boolean; condition: Condition } {
  const halves = `in the second half of ${formatDurationMs(evidence.steadyMs)}`;
  const levels = levelsOf(evidence);
  for (const { upper, lower, say } of levels) {
    const rise = riseOf(upper);
    if (!rise?.isSure) continue;
    const isBad = roseBefore && riseOf(lower)?.isSure === true;
    return { rises: true, condition: { state: isBad ? 'bad' : 'open', why: say(percent(rise.share), halves) } };
  }
  for (const { upper, say } of levels) {
    const rise = riseOf(upper);
    if (rise)
      return {
        rises: false,
        condition: { state: 'clear', why: `${say(percent(rise.share), halves)}, which may be chance` },
      };
  }
  return { rises: false, condition: { state: 'good', why: '' } };
}

function levelsOf({ latency, inFlight }: StepEvidence): readonly Level[] {
  const flying = inFlight.reduce((sum, batch) => sum + batch.sum, 0) / inFlight.reduce((sum, { of }) => sum + of, 0);
  const inFlightLevel: Level = {
    upper: inFlight,
    lower: inFlight,
    say: (share, halves) => `turns in flight keep growing: ${share} more ${halves}`,
  };
  const latencyLevel: Level = {
    ...latency,
    say: (share, halves) => `turns keep getting slower: by ${share} ${halves}`,
  };
  return flying >= MIN_IN_FLIGHT ? [inFlightLevel, latencyLevel] : [latencyLevel];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
