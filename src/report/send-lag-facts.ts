import type { Readings } from '../measure/readings.ts';
import type { SendLagFacts } from '../verdict/lag/judge-send-lag.ts';
import type { SearchScale } from '../verdict/validity-facts.ts';
import type { ScenarioFacts } from './scenario-facts.ts';

/** The send lag of a run, and the times it is compared with. `search`: for a step of a capacity search. */
export function sendLagFacts(
  readings: Readings,
  { medianThinkMs, maxInputs }: Pick<ScenarioFacts, 'medianThinkMs' | 'maxInputs'>,
  search?: SearchScale,
): SendLagFacts {
  const lag = readings.trend('send_lag');
  const p99 = lag.quantile(0.99);
  const turn = readings.trend('turn').quantile(0.5);
  return {
    sendLagP99Us: p99.kind === 'measured' ? p99.upperUs : undefined,
    sendLagMeanUs: lag.upper?.meanUs,
    medianThinkMs,
    medianTurnUs: turn.kind === 'measured' ? turn.upperUs : undefined,
    maxInputs,
    search,
  };
}
