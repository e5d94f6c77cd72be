import { groupThousands } from '../platform/group-thousands.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import type { CalibrationDeps } from './calibration-deps.ts';
import { type CalibrationPlan, fewUsers, manyUsers } from './calibration-plan.ts';
import { medianOf } from './median.ts';
import type { Trial } from './trial/run-trial.ts';
import type { TrialMetrics } from './trial/trial-metrics.ts';

export interface MemoryPerVu {
  /** Undefined if the machine cannot carry this number of users. */
  readonly memory: Calibration['memory'];
  /** The trials with many users. */
  readonly many: readonly TrialMetrics[];
}

/** Memory per user: the difference of the process memory with many and with few users. */
export async function measureMemoryPerVu(plan: CalibrationPlan, deps: CalibrationDeps): Promise<MemoryPerVu> {
  const { memory } = plan;
  const few = await repeat(memory.trials, deps, fewUsers);
  const many = await repeat(memory.trials, deps, (seed) => manyUsers(plan, seed));
  if (few.length === 0 || many.length === 0) return { memory: undefined, many };
  const resident = (list: readonly TrialMetrics[]) => medianOf(list.map(({ residentBytes }) => residentBytes));
  const kibPerVu = (resident(many) - resident(few)) / memory.vus / 1024;
  deps.onProgress(`memory: ${kibPerVu.toFixed(1)} KiB per virtual user`);
  return { memory: { vus: memory.vus, kibPerVu }, many };
}

async function repeat(times: number, { runTrial, onProgress }: CalibrationDeps, trialOfSeed: (seed: number) => Trial) {
  const done: TrialMetrics[] = [];
  for (let seed = 1; seed <= times; seed += 1) {
    const trial = trialOfSeed(seed);
    onProgress(`memory with ${groupThousands(trial.vus)} virtual users, trial ${seed} of ${times}`);
    const outcome = await runTrial(trial);
    if (outcome.kind === 'measured') done.push(outcome.metrics);
    else onProgress(`not sustained: ${outcome.why}`);
  }
  return done;
}
