import type { LoadProfile } from '../load/load-profile.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import { peakTurnsPerSecond } from '../scenario/plan/peak-turns.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { turnsPerWorker } from './plan/turns-per-worker.ts';
import type { RunOptions } from './run-options.ts';

export interface WorkerNeeds {
  /** The value of --workers. */
  readonly asked: number | undefined;
  /** Peak rate, all targets together. */
  readonly turnsPerSecond: number;
  readonly maxVus: number;
  readonly cpus: number;
  /** Turns per second that one load thread should carry at most (see `turnsPerWorker`). */
  readonly perWorker: number;
  /** The mock endpoint runs on this machine, too, and needs a core. */
  readonly mock: boolean;
}

export interface WorkerChoice {
  /** Load threads, at least 1. */
  readonly count: number;
  /** Warnings about the requested number, one sentence each. */
  readonly notices: readonly string[];
}

/** The machine that carries a plan, or one of `shards` parts of it. */
interface CarryingMachine {
  readonly cpus: number;
  /** Undefined: not calibrated. */
  readonly calibration: Calibration | undefined;
  /** Default: 1. */
  readonly shards?: number | undefined;
}

/** The needs of a plan on a machine. Each target gets the whole load. */
export function workerNeeds(
  { scenario, load, targets }: Planned,
  { workers, mock = false }: Pick<RunOptions, 'workers' | 'mock'>,
  { cpus, calibration, shards = 1 }: CarryingMachine,
): WorkerNeeds {
  const turnsPerSecond = (peakTurnsPerSecond(scenario.conversations, load) * Math.max(1, targets.length)) / shards;
  const maxVus = Math.floor(load.maxVus / shards);
  return { asked: workers, turnsPerSecond, maxVus, cpus, perWorker: turnsPerWorker(calibration), mock };
}

interface Planned {
  readonly scenario: Pick<Scenario, 'conversations'>;
  readonly load: LoadProfile;
  /** May be empty if a plan is only previewed. */
  readonly targets: readonly unknown[];
}

/**
 * The number of load threads: --workers, else as many as the turns per second need, and at most the number of cores minus one
 * for the main thread. Never more than there are users.
 */
export function chooseWorkers(needs: WorkerNeeds): WorkerChoice {
  const { asked, maxVus, cpus } = needs;
  const count = Math.max(1, Math.min(asked ?? usualCount(needs), maxVus));
  if (asked === undefined) return { count, notices: [] };
  const lowered = `--workers ${asked} exceeds the number of virtual users; using ${count}`;
  const crowded = `more load threads (${count}) than cores (${cpus}): they slow each other down`;
  return { count, notices: [...(count < asked ? [lowered] : []), ...(count > cpus ? [crowded] : [])] };
}

function usualCount({ turnsPerSecond, perWorker, cpus, mock }: WorkerNeeds): number {
  const free = cpus - 1 - (mock ? 1 : 0);
  return Math.max(1, Math.min(Math.ceil(turnsPerSecond / perWorker), free));
}

/** A line like those of `describePlan`; none for a single thread. */
export function describeWorkers({ count }: WorkerChoice): readonly string[] {
  return count === 1 ? [] : [`${'load threads'.padEnd(14)}${count} (the virtual users are divided among them)`];
}
