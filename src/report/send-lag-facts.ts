import type { Readings } from '../measure/readings.ts';
import { medianStepThinkMs } from '../scenario/plan/estimate-think.ts';
import { maxInputs } from '../scenario/plan/longest-path.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SendLagFacts } from '../verdict/judge-send-lag.ts';

/** The send lag of a run, and the times it is compared with. */
export function sendLagFacts(readings: Readings, { conversations }: Pick<Scenario, 'conversations'>): SendLagFacts {
  const lag = readings.trend('send_lag');
  const p99 = lag.quantile(0.99);
  const turn = readings.trend('turn').quantile(0.5);
  const thinkTimes = conversations.flatMap(({ steps }) => steps.map(medianStepThinkMs));
  return {
    sendLagP99Us: p99.kind === 'measured' ? p99.upperUs : undefined,
    sendLagMeanUs: lag.upper?.meanUs,
    medianThinkMs: thinkTimes.sort((left, right) => left - right)[Math.floor(thinkTimes.length / 2)] ?? 0,
    medianTurnUs: turn.kind === 'measured' ? turn.upperUs : undefined,
    maxInputs: Math.max(1, ...conversations.map(({ instructions }) => maxInputs(instructions))),
  };
}
