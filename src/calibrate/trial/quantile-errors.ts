import { LatencyHistogram } from '../../measure/histogram/histogram.ts';
import { QUANTILES, rankOf } from '../../measure/histogram/quantile.ts';
import type { JoinedTurn } from './join-turns.ts';

/** The quantiles that are compared. */
export const COMPARED = ['p50', 'p95', 'p99', 'p99_9'] as const;

export type ComparedQuantile = (typeof COMPARED)[number];

/** How far off one quantile is; ms. */
export interface QuantileError {
  /** By the endpoint itself: from the reading of an input to the call that sent its reply. The truth is no less. */
  readonly measuredMs: number;
  /** How much more the truth may be: the endpoint knows its own instants no more exactly. */
  readonly uncertaintyMs: number;
  /** Reported − measured: the upper edge, which is what reports show. */
  readonly errorMs: number;
  /** Lower edge − measured. */
  readonly lowerErrorMs: number;
}

/** Of at least one turn. Both edges go through the histogram of the reports; what the endpoint measured stays exact. */
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

/** Both edges of sent → first reply, as `first_output` has them. */
export function tookUs({ sent, arrived }: Pick<JoinedTurn, 'sent' | 'arrived'>): { loUs: number; hiUs: number } {
  return { loUs: Math.max(0, arrived.loUs - sent.hiUs), hiUs: arrived.hiUs - sent.loUs };
}
