import { type CounterName, type RateName, TURN_OUTCOMES, turnCounter } from './metrics.ts';
import type { LabelFilter, Readings } from './readings.ts';

/** A quotient of counters; `value` is undefined where the denominator is 0. */
export interface RateReading {
  readonly value: number | undefined;
  readonly numerator: number;
  readonly denominator: number;
}

const JUDGED_TURNS = TURN_OUTCOMES.filter((outcome) => outcome !== 'interrupted').map(turnCounter);

/** The counters that a rate is made of. */
export const RATE_COUNTERS: Readonly<Record<RateName, readonly CounterName[]>> = {
  conversation_completion: ['conversations_completed', 'conversations_failed'],
  turn_failure: JUDGED_TURNS,
  goodput: ['conversations_met', 'conversations_started'],
};

/** `measuredMs`: how long was measured, the denominator of `goodput` (there in seconds). */
export function readRate(readings: Readings, rate: RateName, measuredMs: number, where: LabelFilter = {}): RateReading {
  const counted = (name: Parameters<Readings['counter']>[0]) => readings.counter(name, where);
  switch (rate) {
    case 'conversation_completion': {
      const completed = counted('conversations_completed');
      return quotient(completed, completed + counted('conversations_failed'));
    }
    case 'turn_failure': {
      const judged = JUDGED_TURNS.map(counted).reduce((sum, count) => sum + count, 0);
      return quotient(judged - counted('turns_completed'), judged);
    }
    case 'goodput':
      return quotient(counted('conversations_met'), counted('conversations_started') > 0 ? measuredMs / 1000 : 0);
  }
}

function quotient(numerator: number, denominator: number): RateReading {
  return { value: denominator > 0 ? numerator / denominator : undefined, numerator, denominator };
}
