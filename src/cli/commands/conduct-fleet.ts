import { conductOnFleet } from '../../fleet/conduct-on-fleet.ts';
import { refuseMissingPlaces } from '../../fleet/coordinator/wanted-agents.ts';
import { encodeOrder } from '../../fleet/order.ts';
import type { Offer } from '../../fleet/wire/messages.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { maxShards, refuseEmptyShares } from '../../run/shards/resolve-share.ts';
import { progressWriterOf } from './begin-load.ts';
import { type ConclusionOrder, concludeConducted } from './conclude-conducted.ts';
import { orderSourceOf, withFleet } from './join-fleet.ts';

export interface FleetRunOrder extends ConclusionOrder {
  /** Path of the scenario file, if any. */
  readonly scenarioText: string | undefined;
}

/** Makes the planned load on the agents of a fleet, and concludes the run. Resolves with the exit code. */
export async function conductFleet(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  order: FleetRunOrder,
  system: SystemDeps,
): Promise<number> {
  const { options, scenarioText, views } = order;
  const bytes = encodeOrder(plan, targets, orderSourceOf(options, scenarioText));
  const progress = progressWriterOf(plan, options, system);
  const check = (agents: readonly Offer[]) => {
    refuseEmptyShares({ count: agents.length, noun: 'agent' }, plan.load);
    refuseMissingPlaces(plan.scenario.thresholds, agents);
    const rules = plan.stopOn.rules.map(({ condition }) => condition);
    refuseMissingPlaces(rules, agents, '--stop-on');
  };
  const join = {
    command: 'palaver run',
    run: plan.id,
    options,
    maxAgents: maxShards(plan.load),
    check,
    onNotice: (message: string) => progress.message(message),
  };
  return withFleet(join, system, ({ coordinator, held, waitMs, lost }) => {
    const observers = [progress, ...views];
    const reportDir = options['report-dir'] ?? 'reports';
    const fleetOrder = { plan, targets, agents: held.all, order: bytes, waitMs };
    return concludeConducted(
      order,
      async (hooks) => ({
        conducted: await conductOnFleet(fleetOrder, { ...coordinator, ...hooks, reportDir, observers, lost }),
        turns: undefined,
      }),
      system,
    );
  });
}
