import { LatencyHistogram } from '../../measure/histogram/histogram.ts';
import { QUANTILES, rankOf } from '../../measure/histogram/quantile.ts';
import type { JoinedTurn } from './join-turns.ts';

/** The compared quantiles. */
export const COMPARED = ['p50', 'p95', 'p99', 'p99_9'] as const;

export type ComparedQuantile = (typeof COMPARED)[number];

/** The error of one quantile, ms. */
export interface QuantileError {
  /** Measured by the endpoint: from reading an input to the call that sent its reply; the minimum of the true value. */
  readonly measuredMs: number;
  /** Uncertainty: the true value may be this much larger. */
  readonly uncertaintyMs: number;
  /** Reported − measured: of the upper bound, which reports show. */
  readonly errorMs: number;
  /** Lower bound − measured. */
  readonly lowerErrorMs: number;
}

/** Errors of the quantiles of at least one turn. Both bounds go through the histogram of the reports; the endpoint's values are exact. */
export function quantileErrors(turns: readonly JoinedTurn[]): Record<ComparedQuantile, QuantileError> {
  const upper = new LatencyHistogram();
  const lower = new LatencyHistogram();
  for (const turn of turns) {
    const took = tookUs(turn);
    upper.record(Math.ceil(took.hiUs));
    lower.record(Math.floor(took.loUs));
  }
  const measured = Float64Array.from(turns, ({ reference: { sent, received } }) => sent.loUs - received.hiUs).sort();
  const atMost = Float64Array.from(turns, ({ reference: { sent, received } }) => sent.hiUs - received.loUs).sort();
  const errorAt = (name: ComparedQuantile): QuantileError => {
    const rank = rankOf(turns.length, QUANTILES[name]);
    const truthUs = measured[rank - 1]!;
    return {
      measuredMs: truthUs / 1000,
      uncertaintyMs: (atMost[rank - 1]! - truthUs) / 1000,
      errorMs: (upper.valueAtRank(rank, 'highest') - truthUs) / 1000,
      lowerErrorMs: (lower.valueAtRank(rank, 'lowest') - truthUs) / 1000,
    };
  };
  return { p50: errorAt('p50'), p95: errorAt('p95'), p99: errorAt('p99'), p99_9: errorAt('p99_9') };
}

/** Both bounds of sent → first reply, as in `first_output`. */
export function tookUs({ sent, arrived }: Pick<JoinedTurn, 'sent' | 'arrived'>): { loUs: number; hiUs: number } {
  return { loUs: Math.max(0, arrived.loUs - sent.hiUs), hiUs: arrived.hiUs - sent.loUs };
}
