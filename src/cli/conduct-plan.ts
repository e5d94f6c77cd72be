import type { SystemDeps } from '../platform/system-deps.ts';
import { conductRun } from '../run/conduct-run.ts';
import type { SettledTarget } from '../run/preflight.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import { beginLoad, type LoadOrder } from './commands/begin-load.ts';
import { type ConclusionOrder, concludeConducted } from './commands/conclude-conducted.ts';

/** What was settled before the load. */
export interface RunOrder extends Omit<LoadOrder, 'turns' | 'shards' | 'views'>, ConclusionOrder {}

/** Makes the planned load for targets that have answered, and concludes the run. Resolves with the exit code. */
export function conductPlan(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  order: RunOrder,
  system: SystemDeps,
): Promise<number> {
  return concludeConducted(
    order,
    (hooks) =>
      beginLoad(
        plan,
        { ...order, turns: order.outputs.turns },
        (deps) => conductRun(plan, targets, { ...deps, ...hooks }),
        system,
      ),
    system,
  );
}
