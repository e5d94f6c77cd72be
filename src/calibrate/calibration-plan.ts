import { groupThousands } from '../platform/group-thousands.ts';
import { KnownError } from '../platform/known-error.ts';
import type { Trial } from './trial/run-trial.ts';

/** Options of the user. */
export interface CalibrateOptions {
  readonly vus?: number;
  readonly rate?: number;
  readonly seconds?: number;
  readonly trials?: number;
  readonly 'max-rate'?: number;
  readonly 'max-vus'?: number;
  readonly quick?: boolean;
}

/** The plan of a calibration. */
export interface CalibrationPlan {
  readonly vus: number;
  readonly turnsPerSecond: number;
  /** Steady-state time of each trial. */
  readonly steadySeconds: number;
  /** Number of trials; each value is their median. */
  readonly trials: number;
  /** Trials about memory: with few users, and with many. */
  readonly memory: { readonly trials: number; readonly vus: number };
  /** Undefined: no search for limits. */
  readonly search: SearchPlan | undefined;
}

export interface SearchPlan {
  readonly maxRate: number;
  readonly maxVus: number;
  /** Time limit of the two searches; the value being tested then is still decided. */
  readonly budgetMs: { readonly rate: number; readonly vus: number };
}

/** A constant delay shows the error of the load generator best; the last one varies like that of a bot. */
export const DELAYS = ['50ms', 'lognormal 60ms 0.4'] as const;

/** The delay used in the search for limits. */
export const VARYING = DELAYS[1];

/** Number of users that the memory of many is compared with, and their rate: enough for the garbage of a load. */
const FEW = { vus: 10, turnsPerSecond: 100, steadySeconds: 1 } as const;

/** @throws KnownError if the users cannot reach the rate. */
export function planCalibration(options: CalibrateOptions): CalibrationPlan {
  const { quick = false, trials = 3, seconds = quick ? 1 : 3 } = options;
  const turnsPerSecond = options.rate ?? (options.vus === undefined ? 1000 : Math.min(1000, options.vus * 5));
  const vus = options.vus ?? vusFor(turnsPerSecond, 500);
  if (vus * 1000 < turnsPerSecond * MIN_CYCLE_MS) throw tooFewUsers(vus, turnsPerSecond);
  const maxVus = options['max-vus'] ?? 20_000;
  return {
    vus,
    turnsPerSecond,
    steadySeconds: seconds,
    trials,
    memory: { trials: quick ? 1 : trials, vus: Math.max(vus, Math.min(quick ? 1000 : 3000, maxVus)) },
    search: quick
      ? undefined
      : { maxRate: options['max-rate'] ?? 20_000, maxVus, budgetMs: { rate: 40_000, vus: 25_000 } },
  };
}

/** A reply takes 65 ms on average. */
const MIN_CYCLE_MS = 80;

function tooFewUsers(vus: number, turnsPerSecond: number): KnownError {
  const most = Math.floor((vus * 1000) / MIN_CYCLE_MS);
  return new KnownError(`${groupThousands(vus)} virtual users cannot reach ${groupThousands(turnsPerSecond)} turns/s`, {
    hint: `use --rate ${most} or less, or --vus ${vusFor(turnsPerSecond, 1)}`,
  });
}

/** The load of a trial in its steady state. The seed is the number of the trial. */
type SteadyLoad = Required<Pick<Trial, 'delay' | 'vus' | 'turnsPerSecond' | 'steadySeconds' | 'seed'>>;

/** A trial long enough for this load. */
export function trialOf(load: SteadyLoad): Trial {
  const { vus, turnsPerSecond, steadySeconds } = load;
  // Users connect one by one over a cycle, or as fast as the machine can; they run long enough in either case.
  const seconds = Math.ceil(vus / turnsPerSecond + vus / 300 + steadySeconds + 8);
  return { ...load, seconds };
}

export function fewUsers(seed: number): Trial {
  return trialOf({ delay: VARYING, ...FEW, seed });
}

export function manyUsers({ memory, turnsPerSecond, steadySeconds }: CalibrationPlan, seed: number): Trial {
  const load = { delay: VARYING, vus: memory.vus, turnsPerSecond, steadySeconds: Math.min(2, steadySeconds) };
  return trialOf({ ...load, seed });
}

/** Number of users for a rate: each needs at least 200 ms from one turn to the next. */
export function vusFor(turnsPerSecond: number, atLeast: number): number {
  return Math.max(atLeast, Math.ceil(turnsPerSecond / 5));
}
