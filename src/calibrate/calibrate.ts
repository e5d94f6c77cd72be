import type { SystemDeps } from '../platform/system-deps.ts';
import { CALIBRATION_VERSION, type Calibration } from '../report/calibration-schema.ts';
import type { CalibrationDeps } from './calibration-deps.ts';
import type { CalibrationPlan } from './calibration-plan.ts';
import { compareEndpoints } from './compare-endpoints.ts';
import { findLimits } from './find-limits.ts';
import { measureMemoryPerVu } from './memory-per-vu.ts';

/**
 * Holds what palaver reports against what an endpoint says of itself, turn by turn, on this machine: how far off reports
 * are at a modest load, what a turn and a user cost, and up to which load reports stay sharp.
 * @throws KnownError (incomplete) where the machine does not carry the modest load.
 */
export async function calibrate(
  plan: CalibrationPlan,
  system: Pick<SystemDeps, 'machine' | 'wallClock'>,
  palaver: string,
  deps: CalibrationDeps,
): Promise<Calibration> {
  let impossible = 0;
  const counting: CalibrationDeps = {
    ...deps,
    runTrial: async (trial) => {
      const outcome = await deps.runTrial(trial);
      if (outcome.kind === 'measured') impossible += outcome.figures.impossible;
      return outcome;
    },
  };
  const { endpoints, varying } = await compareEndpoints(plan, counting);
  const { memory, many } = await measureMemoryPerVu(plan, counting);
  const limits = plan.search && (await findLimits(plan, plan.search, { varying, many }, counting));
  const { host, cpuModel, cpus, node, platform } = system.machine;
  return {
    version: CALIBRATION_VERSION,
    palaver,
    calibratedAt: system.wallClock.now().toISOString(),
    machine: { host, cpuModel, cpus, node, platform },
    impossible,
    trials: plan.trials,
    endpoints: [...endpoints],
    ...(memory && { memory }),
    ...(limits && { limits }),
  };
}
