import type { Calibration } from '../../report/calibration-schema.ts';
import type { GeneratorFacts } from '../../report/run-facts.ts';

/** The calibration in a report: of the endpoint whose response times vary like those of a bot. */
export function quoteCalibration(calibration: Calibration): GeneratorFacts['calibration'] {
  const { calibratedAt, palaver, endpoints, limits } = calibration;
  const varying = endpoints.at(-1);
  if (!varying) return undefined;
  const { delay, turnsPerSecond, vus, quantiles, cpuPerTurnUs } = varying;
  const maxTurnsPerSecond = limits?.turnsPerSecond.sustained;
  return {
    calibratedAt,
    palaver,
    delay,
    turnsPerSecond,
    vus,
    p99: { errorMs: quantiles.p99.errorMs, uncertaintyMs: quantiles.p99.uncertaintyMs },
    ...(cpuPerTurnUs !== undefined && { cpuPerTurnUs }),
    ...(limits &&
      maxTurnsPerSecond !== undefined && { maxRate: { withinMs: limits.withinMs, turnsPerSecond: maxTurnsPerSecond } }),
  };
}
