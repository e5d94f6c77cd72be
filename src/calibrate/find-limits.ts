import type { Calibration } from '../report/calibration-schema.ts';
import { offByAtMostMs, wordError } from '../report/word-error.ts';
import { type CalibrationPlan, type SearchPlan, trialOf, VARYING, vusFor } from './calibration-plan.ts';
import type { CalibrationServices } from './calibration-services.ts';
import type { Trial } from './run-trial.ts';
import { searchHighest } from './search-highest.ts';
import type { TrialFigures } from './trial-figures.ts';

/** What a limit is about: p99 is off by less. */
export const WITHIN_MS = 1;

/** A load that comes to less than this share of the rate asked for is not carried. */
const LEAST_SHARE = 0.9;
const BISECTIONS = 2;

/** What is known before the search: trials at the usual rate, and with the many users of the memory's trials. */
export interface KnownTrials {
  readonly varying: readonly TrialFigures[];
  readonly many: readonly TrialFigures[];
}

/**
 * Up to how many turns/s, and how many users at the usual rate, reports are sharp here. Each value tried counts for what
 * most of its trials say.
 */
export async function findLimits(
  plan: CalibrationPlan,
  search: SearchPlan,
  known: KnownTrials,
  services: CalibrationServices,
): Promise<NonNullable<Calibration['limits']>> {
  const { turnsPerSecond: usual, memory } = plan;
  const seconds = Math.max(1, plan.steadySeconds / 2);
  const rateTrial = (rate: number, seed: number) => trialOf(VARYING, vusFor(rate, plan.vus), rate, seconds, seed);
  const userTrial = (vus: number, seed: number) => trialOf(VARYING, vus, usual, seconds, seed);
  const rates = {
    from: usual,
    least: Math.ceil(usual / 8),
    most: Math.max(usual, search.maxRate),
    bisections: BISECTIONS,
  };
  const users = {
    from: memory.vus,
    least: vusFor(usual, 1),
    most: Math.max(memory.vus, search.maxVus),
    bisections: BISECTIONS,
  };
  const until = (budgetMs: number) => {
    const endUs = services.clock.nowUs() + budgetMs * 1000;
    return () => services.clock.nowUs() >= endUs;
  };
  const votes = (figures: readonly TrialFigures[]) => figures.map((one) => isSharp(one, usual));
  const rate = await searchHighest({ ...rates, isOver: until(search.budgetMs) }, (value) =>
    mostAreSharp((seed) => rateTrial(value, seed), value === usual ? votes(known.varying) : [], plan.trials, services),
  );
  const vus = await searchHighest({ ...users, isOver: until(search.budgetMs) }, (value) =>
    mostAreSharp(
      (seed) => userTrial(value, seed),
      value === memory.vus ? votes(known.many) : [],
      plan.trials,
      services,
    ),
  );
  return { withinMs: WITHIN_MS, delay: VARYING, turnsPerSecond: rate, vus, vusAtTurnsPerSecond: usual };
}

/** Whether a trial came to the load asked for, and its p99 is off by less than the limit. */
export function isSharp({ turnsPerSecond, quantiles }: TrialFigures, asked: number): boolean {
  return turnsPerSecond >= asked * LEAST_SHARE && offByAtMostMs(quantiles.p99) < WITHIN_MS;
}

/** As many trials as it takes for most of them to agree: the median of all would say the same. */
async function mostAreSharp(
  trialWith: (seed: number) => Trial,
  known: readonly boolean[],
  trials: number,
  { runTrial, onProgress }: CalibrationServices,
): Promise<boolean> {
  const votes = [...known];
  const most = Math.floor(trials / 2) + 1;
  const count = (vote: boolean) => votes.filter((one) => one === vote).length;
  while (count(true) < most && count(false) < most) {
    const trial = trialWith(votes.length + 1);
    const outcome = await runTrial(trial);
    const measured = outcome.kind === 'measured';
    votes.push(measured && isSharp(outcome.figures, trial.turnsPerSecond));
    const said = measured ? sayHow(outcome.figures) : `not carried: ${outcome.why}`;
    onProgress(`${trial.turnsPerSecond} turns/s of ${trial.vus} virtual users: ${said}`);
  }
  return count(true) >= most;
}

function sayHow({ quantiles, turnsPerSecond }: TrialFigures): string {
  return `p99 ${wordError(quantiles.p99)}, ${Math.round(turnsPerSecond)} turns/s reached`;
}
