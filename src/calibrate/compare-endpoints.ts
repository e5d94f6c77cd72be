import { KnownError } from '../platform/known-error.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import { wordError } from '../report/word-error.ts';
import type { CalibrationDeps } from './calibration-deps.ts';
import { type CalibrationPlan, DELAYS, trialOf } from './calibration-plan.ts';
import { medianOf } from './median.ts';
import { COMPARED, type ComparedQuantile, type QuantileError } from './trial/quantile-errors.ts';
import type { TrialMetrics } from './trial/trial-metrics.ts';

type EndpointMetrics = Calibration['endpoints'][number];

export interface Compared {
  readonly endpoints: readonly EndpointMetrics[];
  /** The trials with the last of them. */
  readonly varying: readonly TrialMetrics[];
}

/**
 * The same load against each endpoint in turn, several times, so that disturbances of the machine affect all of them.
 * @throws KnownError (incomplete) if the machine cannot carry the load.
 */
export async function compareEndpoints(plan: CalibrationPlan, deps: CalibrationDeps): Promise<Compared> {
  const { vus, turnsPerSecond, steadySeconds, trials } = plan;
  const byDelay = new Map<string, TrialMetrics[]>(DELAYS.map((delay) => [delay, []]));
  for (let number = 1; number <= trials; number += 1)
    for (const [delay, list] of byDelay) {
      const outcome = await deps.runTrial(trialOf({ delay, vus, turnsPerSecond, steadySeconds, seed: number }));
      if (outcome.kind !== 'measured') throw notCarried(outcome.why);
      list.push(outcome.metrics);
      const { p99 } = outcome.metrics.quantiles;
      deps.onProgress(`bot delay ${delay}, trial ${number} of ${trials}: p99 ${wordError(p99)}`);
    }
  const endpoints = [...byDelay].map(([delay, list]) => endpointMetrics(delay, plan, list));
  return { endpoints, varying: byDelay.get(DELAYS[DELAYS.length - 1]!)! };
}

function notCarried(why: string): KnownError {
  return new KnownError(`palaver cannot be calibrated here: ${why}`, {
    exit: 'incomplete',
    hint: 'use a lower load, such as --vus 100 --rate 200, and stop other work on this machine',
  });
}

/** Medians of the trials; counts are sums. */
export function endpointMetrics(
  delay: string,
  { vus, turnsPerSecond }: Pick<CalibrationPlan, 'vus' | 'turnsPerSecond'>,
  list: readonly TrialMetrics[],
): EndpointMetrics {
  const sum = (pick: (metrics: TrialMetrics) => number) => list.reduce((total, metrics) => total + pick(metrics), 0);
  const cpus = list.map(({ cpuPerTurnUs }) => cpuPerTurnUs).filter((cpu) => cpu !== undefined);
  const quantiles = COMPARED.map((name) => [name, medianError(list.map((metrics) => metrics.quantiles[name]))]);
  return {
    delay,
    vus,
    turnsPerSecond,
    reachedPerSecond: medianOf(list.map((metrics) => metrics.turnsPerSecond)),
    turns: sum(({ turns }) => turns),
    quantiles: Object.fromEntries(quantiles) as Record<ComparedQuantile, QuantileError>,
    boundsWidthMs: medianOf(list.map(({ boundsWidthMs }) => boundsWidthMs)),
    lateLower: sum(({ lateLower }) => lateLower),
    ...(cpus.length > 0 && { cpuPerTurnUs: medianOf(cpus) }),
  };
}

function medianError(list: readonly QuantileError[]): QuantileError {
  const median = (key: keyof QuantileError) => medianOf(list.map((error) => error[key]));
  return {
    measuredMs: median('measuredMs'),
    uncertaintyMs: median('uncertaintyMs'),
    errorMs: median('errorMs'),
    lowerErrorMs: median('lowerErrorMs'),
  };
}
