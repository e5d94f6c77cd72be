import type { SystemDeps } from '../platform/system-deps.ts';
import { CALIBRATION_VERSION, type Calibration } from '../report/calibration-schema.ts';
import type { CalibrationDeps } from './calibration-deps.ts';
import type { CalibrationPlan } from './calibration-plan.ts';
import { compareEndpoints } from './compare-endpoints.ts';
import { findLimits } from './find-limits.ts';
import { measureMemoryPerVu } from './memory-per-vu.ts';

/**
 * Compares palaver's measurements with the log of a reference endpoint, turn by turn, on this machine: the error at a moderate
 * load, the cost of a turn and of a user, and the maximum load with accurate reports.
 * @throws KnownError (incomplete) if the machine cannot carry the moderate load.
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
      if (outcome.kind === 'measured') impossible += outcome.metrics.impossible;
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
