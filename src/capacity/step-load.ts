import { closedLoad } from '../load/closed-load.ts';
import type { LoadProfile } from '../load/load-profile.ts';
import { openLoad } from '../load/open-load.ts';
import { maxVusFor } from '../scenario/load-defaults.ts';
import { conversationMs, weightedMean } from '../scenario/plan/estimate-conversation.ts';
import { FAST_TURN_MS } from '../scenario/plan/estimate-plan.ts';
import type { Conversation } from '../scenario/scenario.ts';

/** The constant load of a step: a number of users, or of arrivals per second. */
export interface StepLoadTerms {
  readonly over: 'vus' | 'rate';
  readonly warmUpMs: number;
  /** Maximum measured time. */
  readonly maxMs: number;
  readonly conversations: readonly Conversation[];
  /** The load of the scenario, if any; everything but its level is kept. */
  readonly base: LoadProfile | undefined;
  /** With a rate: maximum number of concurrent users. Default: as for a run. */
  readonly maxVus?: number | undefined;
}

/** Graceful stop of a step once it is decided: running turns may finish within this time. */
const GRACEFUL_STOP_MS = 1000;
/** The load lasts longer than the last check. */
const ROOM_MS = 5000;

/** Users start evenly over the warm-up, so that they are in all parts of their conversations when it ends. */
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
    ...(base?.model === 'open' && {
      arrivals: base.arrivals === 'recorded' ? undefined : base.arrivals,
      whenFull: base.whenFull,
    }),
  });
}

const WARM_UP_MS = { min: 2000, max: 120_000 };

/**
 * The duration of a conversation with a fast bot: after that, users are spread over all steps, and conversations end as
 * often as they start. At least 2 s, at most 2 minutes.
 */
export function usualWarmUpMs(conversations: readonly Conversation[]): number {
  return Math.min(WARM_UP_MS.max, Math.max(WARM_UP_MS.min, usualLengthMs(conversations)));
}

/** Mean duration of a conversation with a fast bot. */
export function usualLengthMs(conversations: readonly Conversation[]): number {
  return Math.round(weightedMean(conversations, (conversation) => conversationMs(conversation, FAST_TURN_MS)));
}

/** Assumed duration of a turn with a slow bot. */
const SLOW_TURN_MS = 5000;

/** Duration of the longest conversation with a slow bot. */
export function longestLengthMs(conversations: readonly Conversation[]): number {
  return Math.max(0, ...conversations.map((conversation) => conversationMs(conversation, SLOW_TURN_MS)));
}
