import { groupThousands } from '../platform/group-thousands.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import { offByAtMostMs, wordError } from '../report/word-error.ts';
import type { CalibrationDeps } from './calibration-deps.ts';
import { type CalibrationPlan, type SearchPlan, trialOf, VARYING, vusFor } from './calibration-plan.ts';
import { type Highest, searchHighest } from './search-highest.ts';
import type { Trial } from './trial/run-trial.ts';
import type { TrialMetrics } from './trial/trial-metrics.ts';

/** The maximum error of p99 that defines a limit. */
const WITHIN_MS = 1;

/**
 * A load is carried if it reaches this share of the planned rate. In the search for users, a lower rate is accepted: users who
 * cannot connect faster send unevenly, too.
 */
const MIN_SHARE = { rate: 0.9, vus: 0.7 } as const;
const BISECTIONS = 2;

/** Results before the search: trials at the usual rate, and with many users (the memory trials). */
interface KnownTrials {
  readonly varying: readonly TrialMetrics[];
  readonly many: readonly TrialMetrics[];
}

/** The searched quantity: turns/s, or users. */
interface Axis {
  readonly from: number;
  readonly min: number;
  readonly max: number;
  readonly budgetMs: number;
  readonly minShare: number;
  /** Number of trials of each value. */
  readonly trials: number;
  /** Trials with the first value. */
  readonly known: readonly TrialMetrics[];
  readonly trialAt: (value: number, seed: number) => Trial;
}

/**
 * The maximum rate, and the maximum number of users at the usual rate, with accurate reports. Each value is
 * sustained if most of its trials are.
 */
export async function findLimits(
  plan: CalibrationPlan,
  search: SearchPlan,
  known: KnownTrials,
  deps: CalibrationDeps,
): Promise<NonNullable<Calibration['limits']>> {
  const { turnsPerSecond: usual, memory, trials } = plan;
  const common = { delay: VARYING, steadySeconds: Math.max(1, plan.steadySeconds / 2) };
  const rates: Axis = {
    from: usual,
    min: Math.ceil(usual / 8),
    max: Math.max(usual, search.maxRate),
    budgetMs: search.budgetMs.rate,
    minShare: MIN_SHARE.rate,
    trials,
    known: known.varying,
    trialAt: (rate, seed) => trialOf({ ...common, vus: vusFor(rate, plan.vus), turnsPerSecond: rate, seed }),
  };
  const users: Axis = {
    from: memory.vus,
    min: vusFor(usual, 1),
    max: Math.max(memory.vus, search.maxVus),
    budgetMs: search.budgetMs.vus,
    minShare: MIN_SHARE.vus,
    trials,
    known: known.many,
    trialAt: (vus, seed) => trialOf({ ...common, vus, turnsPerSecond: usual, seed }),
  };
  const turnsPerSecond = await searchAlong(rates, deps);
  const vus = await searchAlong(users, deps);
  return { withinMs: WITHIN_MS, delay: VARYING, turnsPerSecond, vus, vusAtTurnsPerSecond: usual };
}

function searchAlong(axis: Axis, deps: CalibrationDeps): Promise<Highest> {
  const { from, min, max, budgetMs, known } = axis;
  const endUs = deps.clock.nowUs() + budgetMs * 1000;
  const isOver = () => deps.clock.nowUs() >= endUs;
  const votes = known.map((metrics) => isSharp(metrics, axis.trialAt(from, 0), axis));
  return searchHighest({ from, min, max, bisections: BISECTIONS, isOver }, (value) =>
    isMajoritySharp(value, value === from ? votes : [], axis, deps),
  );
}

/** Runs trials until a majority agrees; the median of all would give the same result. */
async function isMajoritySharp(
  value: number,
  known: readonly boolean[],
  axis: Axis,
  { runTrial, onProgress }: CalibrationDeps,
): Promise<boolean> {
  const votes = [...known];
  const majority = Math.floor(axis.trials / 2) + 1;
  const count = (vote: boolean) => votes.filter((one) => one === vote).length;
  while (count(true) < majority && count(false) < majority) {
    const trial = axis.trialAt(value, votes.length + 1);
    const outcome = await runTrial(trial);
    const measured = outcome.kind === 'measured';
    votes.push(measured && isSharp(outcome.metrics, trial, axis));
    const said = measured ? sayHow(outcome.metrics) : `not sustained: ${outcome.why}`;
    onProgress(`${groupThousands(trial.turnsPerSecond)} turns/s, ${groupThousands(trial.vus)} VUs: ${said}`);
  }
  return count(true) >= majority;
}

/** Whether a trial reached the planned load with an error of p99 below the limit. */
function isSharp(metrics: TrialMetrics, asked: Trial, { minShare }: Pick<Axis, 'minShare'>): boolean {
  const sustained = metrics.turnsPerSecond >= asked.turnsPerSecond * minShare;
  return sustained && offByAtMostMs(metrics.quantiles.p99) < WITHIN_MS;
}

function sayHow({ quantiles, turnsPerSecond }: TrialMetrics): string {
  return `p99 ${wordError(quantiles.p99)}, ${groupThousands(Math.round(turnsPerSecond))} turns/s reached`;
}
