import { AWAITING_BOT, type InterruptedIn } from './interruption.ts';
import type { LabelFilter } from './label-filter.ts';
import type { CounterName } from './metrics.ts';
import type { Readings } from './readings.ts';

const TURN_COUNTERS = /^turns_(completed|cut|errored|timed_out|silent|mismatched)$/;

/** States in which an interrupted conversation might still have increased the counter. */
const CONVERSATION_COUNTERS: Partial<Readonly<Record<CounterName, readonly InterruptedIn[]>>> = {
  conversations_completed: AWAITING_BOT,
  conversations_failed: AWAITING_BOT,
  conversations_met: AWAITING_BOT,
  steps_failed: ['in-step'],
  connects_failed: ['connecting'],
};

/** The counter of interruptions that might still have increased this one; undefined if interruptions cannot affect it. */
export function openCounter(metric: string): CounterName | undefined {
  if (TURN_COUNTERS.test(metric)) return 'turns_interrupted';
  if (metric === 'turns_ended_by') return metric;
  return Object.hasOwn(CONVERSATION_COUNTERS, metric) ? 'conversations_interrupted' : undefined;
}

/**
 * How much higher a counter might be without interruptions: an interrupted turn could have had any outcome, and a conversation
 * that was waiting for the bot could have completed or failed. One that was stopped between turns could not have failed then.
 */
export function openOutcomes(readings: Readings, metric: CounterName, where: LabelFilter): number {
  const counter = openCounter(metric);
  const { reason, ...anyReason } = where;
  if (counter === 'turns_interrupted') return readings.counter(counter, where);
  if (counter === 'turns_ended_by') {
    const isSettled = reason === undefined || reason === 'stop';
    return isSettled ? 0 : readings.counter(counter, { ...anyReason, reason: 'stop' });
  }
  return (CONVERSATION_COUNTERS[metric] ?? []).reduce(
    (sum, at) => sum + readings.counter('conversations_interrupted', { ...anyReason, reason: at }),
    0,
  );
}
