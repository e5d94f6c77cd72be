import { conversationMs, weighted } from './plan/estimate-course.ts';
import { medianStepThinkMs } from './plan/estimate-think.ts';
import type { Conversation } from './scenario.ts';

export interface LoadDefaults {
  /** The longest think time (its median) + 2 s, so that users do not march in step. */
  readonly startSpreadMs: number;
  /** The longest timeout of a turn + 5 s: a conversation may finish the turn it is in. */
  readonly gracefulStopMs: number;
}

/** What a load has where neither file nor command line says so. */
export function loadDefaults(conversations: readonly Conversation[]): LoadDefaults {
  const steps = conversations.flatMap((conversation) => conversation.steps);
  const most = (values: readonly number[]) => values.reduce((left, right) => Math.max(left, right), 0);
  return {
    startSpreadMs: Math.round(most(steps.map((step) => medianStepThinkMs(step)))) + 2000,
    gracefulStopMs: most(steps.map((step) => step.timeoutMs)) + 5000,
  };
}

/** What a slow bot may need for a turn; with this much room, a load is not held up by want of users. */
const SLOW_TURN_MS = 5000;
const MIN_USERS = 100;
const MAX_USERS = 10_000;

/**
 * How many users an open load may have where nothing says so: as many as hold a conversation at once at its highest rate
 * (Little's law), each taking its think time and 5 s a turn; at least 100, at most 10,000.
 */
export function maxVusFor(peakPerSecond: number, conversations: readonly Conversation[]): number {
  const busyMs = weighted(conversations, (conversation) => conversationMs(conversation, SLOW_TURN_MS));
  const wanted = Math.ceil(Number(((peakPerSecond * busyMs) / 1000).toFixed(6)));
  return Math.min(MAX_USERS, Math.max(MIN_USERS, wanted));
}
