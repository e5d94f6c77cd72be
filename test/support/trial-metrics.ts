import type { JoinedTurn } from '../../src/calibrate/trial/join-turns.ts';
import type { TrialMetrics } from '../../src/calibrate/trial/trial-metrics.ts';

interface TurnInstants {
  readonly conversation?: number;
  readonly sentUs: number;
  /** By the endpoint's own clock, from reading to sending. */
  readonly tookUs?: number;
  /** From the endpoint's sending to the upper edge. */
  readonly lateUs?: number;
  /** Width of both of palaver's edges, and of the endpoint's. */
  readonly widthUs?: number;
  readonly unsureUs?: number;
}

/** A turn whose bytes take no time: read as it is sent. */
export function joinedTurn(instants: TurnInstants): JoinedTurn {
  const { conversation = 0, sentUs, tookUs = 50_000, lateUs = 200, widthUs = 0, unsureUs = 0 } = instants;
  const doneUs = sentUs + tookUs;
  return {
    conversation,
    sent: { loUs: sentUs, hiUs: sentUs },
    arrived: { loUs: doneUs + lateUs - widthUs, hiUs: doneUs + lateUs },
    reference: {
      received: { loUs: sentUs - unsureUs, hiUs: sentUs },
      sent: { loUs: doneUs, hiUs: doneUs },
    },
  };
}

/** All quantiles off by the same. */
export function metricsOff(errorMs: number, overrides: Partial<TrialMetrics> = {}): TrialMetrics {
  const error = { measuredMs: 50, uncertaintyMs: 0.1, errorMs, lowerErrorMs: -0.2 };
  return {
    turns: 4000,
    turnsPerSecond: 1000,
    quantiles: { p50: error, p95: error, p99: error, p99_9: error },
    boundsWidthMs: 0.2,
    lateLower: 1,
    impossible: 0,
    cpuPerTurnUs: 200,
    residentBytes: 100 * 2 ** 20,
    ...overrides,
  };
}
