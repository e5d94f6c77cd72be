import { closedLoad } from '../load/closed-load.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import { openLoad } from '../load/open-load.ts';
import { maxVusFor } from '../scenario/load-defaults.ts';
import { lengthMs, weighted } from '../scenario/plan/estimate-course.ts';
import { QUICK_TURN_MS } from '../scenario/plan/estimate-plan.ts';
import type { Conversation } from '../scenario/scenario.ts';

/** Which load a step has: so many users, or so many arrivals per second, all the time. */
export interface StepLoadTerms {
  readonly over: 'vus' | 'rate';
  readonly warmUpMs: number;
  /** Longest steady part. */
  readonly maxMs: number;
  readonly conversations: readonly Conversation[];
  /** Of the scenario, if it has one; what it says besides the level is kept. */
  readonly base: LoadProfile | undefined;
  /** With a rate: users at once at most. Default: as for a run. */
  readonly maxVus?: number | undefined;
}

/** A step ends when it is decided; what goes on then may finish its turn and is cut off after this time. */
const GRACEFUL_STOP_MS = 1000;
/** The load outlasts the last look. */
const ROOM_MS = 5000;

/** Users begin within the warm-up, evenly, so that they are in all parts of their conversations when it ends. */
export function stepLoad(level: number, terms: StepLoadTerms): LoadProfile {
  const { over, warmUpMs, maxMs, conversations, base, maxVus } = terms;
  const common = { durationMs: warmUpMs + maxMs + ROOM_MS, warmUpMs, gracefulStopMs: GRACEFUL_STOP_MS };
  if (over === 'vus') {
    const paceMs = base?.model === 'closed' ? base.paceMs : undefined;
    return closedLoad({ ...common, vus: level, startSpreadMs: warmUpMs, paceMs });
  }
  return openLoad({
    ...common,
    ratePerSecond: level,
    maxVus: maxVus ?? maxVusFor(level, conversations),
    ...(base?.model === 'open' && { arrivals: base.arrivals, whenFull: base.whenFull }),
  });
}

const WARM_UP_MS = { least: 2000, most: 120_000 };

/**
 * As long as a conversation of a quick bot: after that users are spread over all of its steps, and as many arrivals end as
 * begin. At least 2 s, at most 2 minutes.
 */
export function usualWarmUpMs(conversations: readonly Conversation[]): number {
  return Math.min(WARM_UP_MS.most, Math.max(WARM_UP_MS.least, usualLengthMs(conversations)));
}

/** Of a conversation with a quick bot, on average. */
export function usualLengthMs(conversations: readonly Conversation[]): number {
  return Math.round(weighted(conversations, (conversation) => lengthMs(conversation, QUICK_TURN_MS)));
}

/** What a slow bot may need for a turn. */
const SLOW_TURN_MS = 5000;

/** Of the longest conversation with a slow bot. */
export function longestLengthMs(conversations: readonly Conversation[]): number {
  return Math.max(0, ...conversations.map((conversation) => lengthMs(conversation, SLOW_TURN_MS)));
}
