import { AWAITING_BOT, type InterruptedIn } from './interruption.ts';
import type { LabelFilter } from './label-filter.ts';
import type { CounterName } from './metrics.ts';
import type { Readings } from './readings.ts';

const OF_TURNS = /^turns_(completed|cut|errored|timed_out|silent|mismatched)$/;

/** Where a conversation was stopped that might yet have raised the counter. */
const OF_CONVERSATIONS: Partial<Readonly<Record<CounterName, readonly InterruptedIn[]>>> = {
  conversations_completed: AWAITING_BOT,
  conversations_failed: AWAITING_BOT,
  conversations_met: AWAITING_BOT,
  steps_failed: ['in-step'],
  connects_failed: ['connecting'],
};

/** The counter of what was stopped and might yet have raised this one; undefined where an interruption leaves nothing open. */
export function openCounter(metric: string): CounterName | undefined {
  if (OF_TURNS.test(metric)) return 'turns_interrupted';
  if (metric === 'turns_ended_by') return metric;
  return Object.hasOwn(OF_CONVERSATIONS, metric) ? 'conversations_interrupted' : undefined;
}

/**
 * By how much a counter might be higher if nothing had been stopped: an interrupted turn may have had any outcome, a
 * conversation that waited for the bot may have completed or failed. One that was stopped between turns leaves nothing open.
 */
export function openOutcomes(readings: Readings, metric: CounterName, where: LabelFilter): number {
  const counter = openCounter(metric);
  const { reason, ...place } = where;
  if (counter === 'turns_interrupted') return readings.counter(counter, where);
  if (counter === 'turns_ended_by') {
    const isSettled = reason === undefined || reason === 'stop';
    return isSettled ? 0 : readings.counter(counter, { ...place, reason: 'stop' });
  }
  return (OF_CONVERSATIONS[metric] ?? []).reduce(
    (sum, at) => sum + readings.counter('conversations_interrupted', { ...place, reason: at }),
    0,
  );
}
