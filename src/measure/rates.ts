import type { LabelFilter } from './label-filter.ts';
import { type CounterName, type RateName, TURN_OUTCOMES, turnCounter } from './metrics.ts';
import { openOutcomes } from './open-outcomes.ts';
import type { Readings } from './readings.ts';

/** A quotient of counters; `value` is undefined if the denominator is 0. */
export interface RateReading {
  /** Without interrupted turns and conversations, whose outcome is unknown. */
  readonly value: number | undefined;
  readonly numerator: number;
  readonly denominator: number;
  /** Interrupted turns or conversations, which could have had either outcome. */
  readonly open: number;
  /** The rate if the outcome of all of them made it lowest, and highest. Undefined if there is nothing at all. */
  readonly bounds: { readonly lower: number; readonly upper: number } | undefined;
}

const JUDGED_TURNS = TURN_OUTCOMES.filter((outcome) => outcome !== 'interrupted').map(turnCounter);

/** The counters from which a rate is computed. */
export const RATE_COUNTERS: Readonly<Record<RateName, readonly CounterName[]>> = {
  conversation_completion: ['conversations_completed', 'conversations_failed', 'conversations_interrupted'],
  turn_failure: [...JUDGED_TURNS, 'turns_interrupted'],
  goodput: ['conversations_met', 'conversations_started', 'conversations_interrupted'],
};

/** `measuredMs`: duration of the measurement, the denominator of `goodput`. */
export function readRate(readings: Readings, rate: RateName, measuredMs: number, where: LabelFilter = {}): RateReading {
  const counted = (name: CounterName) => readings.counter(name, where);
  const open = openOutcomes(readings, OPEN_AS[rate], where);
  switch (rate) {
    case 'conversation_completion': {
      const completed = counted('conversations_completed');
      return share(completed, completed + counted('conversations_failed'), open);
    }
    case 'turn_failure': {
      const judged = JUDGED_TURNS.map(counted).reduce((sum, count) => sum + count, 0);
      return share(judged - counted('turns_completed'), judged, open);
    }
    case 'goodput':
      return perSecond(
        counted('conversations_met'),
        counted('conversations_started') > 0 ? measuredMs / 1000 : 0,
        open,
      );
  }
}

const OPEN_AS: Readonly<Record<RateName, CounterName>> = {
  conversation_completion: 'conversations_completed',
  turn_failure: 'turns_completed',
  goodput: 'conversations_met',
};

function share(numerator: number, denominator: number, open: number): RateReading {
  const all = denominator + open;
  const value = denominator > 0 ? numerator / denominator : undefined;
  const bounds = all > 0 ? { lower: numerator / all, upper: (numerator + open) / all } : undefined;
  return { value, numerator, denominator, open, bounds };
}

function perSecond(count: number, seconds: number, open: number): RateReading {
  if (seconds <= 0) return { value: undefined, numerator: count, denominator: seconds, open, bounds: undefined };
  const bounds = { lower: count / seconds, upper: (count + open) / seconds };
  return { value: count / seconds, numerator: count, denominator: seconds, open, bounds };
}
