import { maxStartsWithin, type RecordedStart } from '../load/recorded-starts.ts';
import { conversationMs, weightedMean } from './plan/estimate-conversation.ts';
import { medianStepThinkMs } from './plan/estimate-think.ts';
import type { Conversation } from './scenario.ts';

export interface LoadDefaults {
  /** The longest median think time + 2 s, so that users do not act in lockstep. */
  readonly startSpreadMs: number;
  /** The longest timeout of a turn + 5 s, so that a conversation can finish its current turn. */
  readonly gracefulStopMs: number;
}

/** Defaults of a load, if neither file nor command line sets them. */
export function loadDefaults(conversations: readonly Conversation[]): LoadDefaults {
  const steps = conversations.flatMap((conversation) => conversation.steps);
  const maxOf = (values: readonly number[]) => values.reduce((left, right) => Math.max(left, right), 0);
  return {
    startSpreadMs: Math.round(maxOf(steps.map((step) => medianStepThinkMs(step)))) + 2000,
    gracefulStopMs: maxOf(steps.map((step) => step.timeoutMs)) + 5000,
  };
}

/** Turn of a slow bot; enough users for it keep the arrival rate from being limited by their number. */
const SLOW_TURN_MS = 5000;
const MIN_USERS = 100;
const MAX_USERS = 10_000;

/** The same for recorded starts, with the longest conversation: the maximum number of starts while it lasts. */
export function maxVusForStarts(starts: readonly RecordedStart[], conversations: readonly Conversation[]): number {
  const longestMs = Math.max(0, ...conversations.map((conversation) => conversationMs(conversation, SLOW_TURN_MS)));
  return Math.min(MAX_USERS, Math.max(MIN_USERS, maxStartsWithin(starts, longestMs)));
}

/**
 * Default maximum number of virtual users of an open load: concurrent conversations at the peak rate (Little's law) if each
 * turn takes its think time + 5 s; from 100 to 10,000.
 */
export function maxVusFor(peakPerSecond: number, conversations: readonly Conversation[]): number {
  const busyMs = weightedMean(conversations, (conversation) => conversationMs(conversation, SLOW_TURN_MS));
  const wanted = Math.ceil(Number(((peakPerSecond * busyMs) / 1000).toFixed(6)));
  return Math.min(MAX_USERS, Math.max(MIN_USERS, wanted));
}
