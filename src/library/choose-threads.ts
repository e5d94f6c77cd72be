import { InProcess } from '../distribute/in-process.ts';
import type { ShardExecutor } from '../distribute/shard-executor.ts';
import { WorkerThreads } from '../distribute/worker-threads.ts';
import type { HookReference } from '../hooks/hook-reference.ts';
import { providedModule } from '../hooks/provided-modules.ts';
import { HooksHere } from '../hooks/run-hooks.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { chooseWorkers, workerNeeds } from '../run/choose-workers.ts';
import { allHooks, type OpenHooks } from '../run/hooks/with-setup.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import type { RunOptions } from '../run/run-options.ts';
import { knownCalibration } from '../run/stored-calibration.ts';
import { hooksOf } from '../scenario/hooks-of.ts';

/** Where the load of a run is generated. */
export interface ChosenExecutor {
  readonly executor: ShardExecutor;
  /** Number of load threads. */
  readonly workers: number;
  /** For the caller, one sentence each. */
  readonly notices: readonly string[];
  /** For the report, one sentence each. */
  readonly remarks: readonly string[];
}

const SHARED_THREAD =
  'The load was generated in the thread of the calling program, because its scenario contains functions: other work of ' +
  'that thread delays what is measured.';

/** Functions of the caller exist in its own thread only: a scenario that has some runs there, any other in load threads. */
export function chooseExecutor(plan: RunPlan, options: RunOptions, system: SystemDeps): ChosenExecutor {
  if (hooksOf(plan.scenario.conversations).some(isOfCaller))
    return { executor: new InProcess(system), workers: 1, notices: [SHARED_THREAD], remarks: [SHARED_THREAD] };
  const here = { cpus: system.machine.cpus, calibration: knownCalibration(system) };
  const { count, notices } = chooseWorkers(workerNeeds(plan, options, here));
  return { executor: new WorkerThreads(system), workers: count, notices, remarks: [] };
}

/** Where `setup` and `teardown` run: functions of the caller in its thread; undefined: in a thread of their own. */
export function chooseHooks({ scenario }: RunPlan): OpenHooks | undefined {
  if (!allHooks(scenario).some(isOfCaller)) return undefined;
  return async (system, onLog) => new HooksHere(system, onLog);
}

function isOfCaller({ module }: HookReference): boolean {
  return providedModule(module) !== undefined;
}
