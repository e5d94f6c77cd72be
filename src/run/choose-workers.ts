import type { LoadProfile } from '../load/load-profile.ts';
import { peakTurnsPerSecond } from '../scenario/plan/peak-turns.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunOptions } from './run-options.ts';

/** Turns per second that one load thread takes on by itself; above that, a further one keeps the numbers sharp. */
const TURNS_PER_WORKER = 2500;

export interface WorkerNeeds {
  /** What the owner asked for. */
  readonly asked: number | undefined;
  /** Of all targets, at the busiest moment. */
  readonly turnsPerSecond: number;
  readonly maxVus: number;
  readonly cpus: number;
  /** The mock endpoint runs on this machine, too, and wants a core. */
  readonly mock: boolean;
}

export interface WorkerChoice {
  /** Load threads, at least 1. */
  readonly count: number;
  /** What is odd about the number asked for, one sentence each. */
  readonly notices: readonly string[];
}

/** What a plan needs on a machine with so many cores. Each of the targets gets the whole load. */
export function workerNeeds(
  { scenario, load, targets }: Planned,
  { workers, mock = false }: Pick<RunOptions, 'workers' | 'mock'>,
  cpus: number,
): WorkerNeeds {
  const turnsPerSecond = peakTurnsPerSecond(scenario.conversations, load) * Math.max(1, targets.length);
  return { asked: workers, turnsPerSecond, maxVus: load.maxVus, cpus, mock };
}

interface Planned {
  readonly scenario: Pick<Scenario, 'conversations'>;
  readonly load: LoadProfile;
  /** May be none yet, where a plan is only looked at. */
  readonly targets: readonly unknown[];
}

/**
 * How many load threads a run gets: what was asked for, else one for each 2,500 turns per second and no more than there
 * are cores beside that of the main thread. Never more than there are users, as a thread without any has nothing to do.
 */
export function chooseWorkers(needs: WorkerNeeds): WorkerChoice {
  const { asked, maxVus, cpus } = needs;
  const count = Math.max(1, Math.min(asked ?? usualCount(needs), maxVus));
  if (asked === undefined) return { count, notices: [] };
  const lowered = `${asked} workers are more than the virtual users; using ${count}`;
  const crowded = `more workers than cores (${count}, ${cpus}): they will slow each other down`;
  return { count, notices: [...(count < asked ? [lowered] : []), ...(count > cpus ? [crowded] : [])] };
}

function usualCount({ turnsPerSecond, cpus, mock }: WorkerNeeds): number {
  const free = cpus - 1 - (mock ? 1 : 0);
  return Math.max(1, Math.min(Math.ceil(turnsPerSecond / TURNS_PER_WORKER), free));
}

/** In a line like those of `describePlan`; nothing for a single one. */
export function describeWorkers({ count }: WorkerChoice): readonly string[] {
  return count === 1 ? [] : [`${'workers'.padEnd(14)}${count}, which share the virtual users`];
}
