import { conductOnFleet } from '../../src/fleet/conduct-on-fleet.ts';
import { HeldAgents } from '../../src/fleet/coordinator/held-agents.ts';
import { reserveAgents } from '../../src/fleet/coordinator/reserve-agents.ts';
import type { ConductedRun } from '../../src/run/conduct/conduct-report.ts';
import type { Threshold } from '../../src/verdict/threshold.ts';
import { tempFolder } from './palaver.ts';
import { fleetOrder, fleetPlan, RehearsedFleet, type RehearsedSetting, TARGETS } from './rehearsed-fleet.ts';

/** A whole run on agents of the rehearsed fleet; see `PlannedLoad`. */
export async function fleetRun(
  agents: Readonly<Record<string, RehearsedSetting>>,
  thresholds: readonly Threshold[] = [],
) {
  const fleet = new RehearsedFleet({ maxBytes: 2048 });
  for (const [name, setting] of Object.entries(agents)) await fleet.join(name, setting);
  const coordinator = fleet.coordinator();
  const lost = coordinator.connection.closed().then((how) => `the connection to the fleet ended (${how})`);
  const deps = { ...coordinator, reportDir: tempFolder(), observers: [], lost };
  const plan = fleetPlan('plv-fleet', thresholds);
  const conduct = async (): Promise<ConductedRun> => {
    const wanted = { kind: 'count', count: fleet.agents.length } as const;
    const reserved = await reserveAgents(deps, plan.id, { wanted, waitMs: 60_000 }, new AbortController().signal);
    const order = { plan, targets: TARGETS, agents: reserved, order: fleetOrder(plan), waitMs: 60_000 };
    const held = new HeldAgents(deps, reserved, plan.id);
    try {
      return await conductOnFleet(order, deps);
    } finally {
      await held.release();
    }
  };
  return {
    fleet,
    coordinator: deps,
    /** From the reservation to the report. */
    conduct: () => fleet.meanwhile(conduct()),
    /** Does something after this number of seconds. */
    inSeconds: (seconds: number, action: () => void) => fleet.time.at(fleet.time.nowUs() + seconds * 1e6, action),
    /** The run for which each agent is reserved. */
    reservedFor: async () => {
      const offers = await fleet.meanwhile(deps.connection.requestAll(fleet.bus.subjects.roll, {}, 1000));
      return (offers as { run?: string }[]).map(({ run }) => run);
    },
  };
}
