import { conductOnFleet, type FleetOrder } from '../../fleet/conduct-on-fleet.ts';
import { describeAgents } from '../../fleet/coordinator/describe-agents.ts';
import { type CoordinatorDeps, releaseAll } from '../../fleet/coordinator/fleet-session.ts';
import { reserveAgents } from '../../fleet/coordinator/reserve-agents.ts';
import { parseWanted, refuseMissingPlaces } from '../../fleet/coordinator/wanted-agents.ts';
import { encodeOrder } from '../../fleet/order.ts';
import { parseFleetAddress } from '../../fleet/wire/fleet-address.ts';
import { connectFleet } from '../../fleet/wire/nats-connection.ts';
import { readFleetKey } from '../../fleet/wire/seal.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { beforeLoad } from '../../run/conduct/before-load.ts';
import type { SettledTarget } from '../../run/preflight.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import { maxShards, refuseEmptyShares } from '../../run/shards/resolve-share.ts';
import { readScenarioText } from '../../scenario/load-scenario.ts';
import { progressWriterOf } from './begin-load.ts';
import { type ConclusionOrder, concludeConducted } from './conclude-conducted.ts';

const WAIT_MS = 60_000;
const LEASE_MS = 30_000;

export interface FleetRunOrder extends ConclusionOrder {
  /** Path of the scenario file, if any. */
  readonly scenarioFile: string | undefined;
}

/** Makes the planned load on the agents of a fleet, and concludes the run. Resolves with the exit code. */
export async function conductFleet(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  order: FleetRunOrder,
  system: SystemDeps,
): Promise<number> {
  const { options, scenarioFile, views } = order;
  const keyFile = options['fleet-key-file'];
  const key = keyFile === undefined ? undefined : readFleetKey(keyFile);
  const scenarioText = scenarioFile === undefined ? undefined : readScenarioText(scenarioFile);
  const bytes = encodeOrder(plan, targets, { scenarioText, options, key });
  const wanted = parseWanted(options.agents, options.place, maxShards(plan.load));
  const progress = progressWriterOf(plan, options, system);
  const connection = await connectFleet(parseFleetAddress(options.fleet!, system.env), `palaver run ${plan.id}`);
  const deps: CoordinatorDeps = {
    connection,
    system,
    leaseMs: options.lease ?? LEASE_MS,
    version: packageVersion(),
    onNotice: (message) => progress.message(message),
  };
  const waitMs = options.wait ?? WAIT_MS;
  try {
    const agents = await reserve(deps, plan, { wanted, waitMs }, system);
    if (!options.quiet) system.stderr.write(redact(`${describeAgents(agents).join('\n')}\n\n`));
    const fleetOrder: FleetOrder = { plan, targets, agents, order: bytes, waitMs };
    const lost = connection.closed().then((how) => `the connection to the fleet ended (${how})`);
    const observers = [progress, ...views];
    const reportDir = options['report-dir'] ?? 'reports';
    return await concludeConducted(
      order,
      async (hooks) => ({
        conducted: await conductOnFleet(fleetOrder, { ...deps, ...hooks, system, reportDir, observers, lost }),
        turns: undefined,
      }),
      system,
    );
  } finally {
    await connection.close();
  }
}

async function reserve(
  deps: CoordinatorDeps,
  plan: RunPlan,
  how: Parameters<typeof reserveAgents>[2],
  system: SystemDeps,
): ReturnType<typeof reserveAgents> {
  const agents = await beforeLoad(system, (abort) => reserveAgents(deps, plan.id, how, abort));
  try {
    refuseEmptyShares({ count: agents.length, noun: 'agent' }, plan.load);
    refuseMissingPlaces(plan.scenario.thresholds, agents);
    const rules = plan.stopOn.rules.map(({ condition }) => condition);
    refuseMissingPlaces(rules, agents, '--stop-on');
    return agents;
  } catch (error) {
    await releaseAll(deps, agents, plan.id);
    throw error;
  }
}
