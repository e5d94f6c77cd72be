import { describeAgents } from '../../fleet/coordinator/describe-agents.ts';
import type { CoordinatorDeps } from '../../fleet/coordinator/fleet-session.ts';
import { HeldAgents } from '../../fleet/coordinator/held-agents.ts';
import { reserveAgents } from '../../fleet/coordinator/reserve-agents.ts';
import { parseWanted } from '../../fleet/coordinator/wanted-agents.ts';
import type { OrderSource } from '../../fleet/order.ts';
import { parseFleetAddress } from '../../fleet/wire/fleet-address.ts';
import type { Offer } from '../../fleet/wire/messages.ts';
import { connectFleet } from '../../fleet/wire/nats-connection.ts';
import { readFleetKey } from '../../fleet/wire/seal.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import { redact } from '../../platform/redact.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { beforeLoad } from '../../run/conduct/before-load.ts';
import type { RunOptions } from '../../run/run-options.ts';
import { turnsOnAgents } from '../options/fleet-options.ts';

const WAIT_MS = 60_000;
const LEASE_MS = 30_000;

type FleetOptions = Pick<RunOptions, 'fleet' | 'fleet-key-file' | 'agents' | 'place' | 'wait' | 'lease' | 'quiet'>;

/** The parts of an order other than the plan. `scenarioText`: undefined without a scenario file. */
export function orderSourceOf(options: RunOptions, scenarioText: string | undefined): OrderSource {
  const keyFile = options['fleet-key-file'];
  return {
    options,
    scenarioText,
    key: keyFile === undefined ? undefined : readFleetKey(keyFile),
    turns: turnsOnAgents(options),
  };
}

/** Which agents are reserved, and what for. */
export interface JoinOrder {
  /** `palaver run`; the name of the connection begins with it. */
  readonly command: string;
  readonly run: string;
  readonly options: FleetOptions;
  /** Of all that are free. Default: all. */
  readonly maxAgents?: number;
  /** Refuses agents with a KnownError. */
  readonly check?: (agents: readonly Offer[]) => void;
  readonly onNotice: (message: string) => void;
}

/** Reserved agents, and what their coordinator works with. */
export interface JoinedFleet {
  readonly coordinator: CoordinatorDeps & { readonly system: SystemDeps };
  readonly held: HeldAgents;
  /** How long agents may take to get ready, ms. */
  readonly waitMs: number;
  /** Resolves, with the reason, when the connection ends for good. */
  readonly lost: Promise<string>;
}

/**
 * Connects to a fleet, reserves agents for `work`, and frees them after it.
 * @throws KnownError as `connectFleet` and `reserveAgents` do.
 */
export async function withFleet<Result>(
  { command, run, options, maxAgents, check, onNotice }: JoinOrder,
  system: SystemDeps,
  work: (fleet: JoinedFleet) => Promise<Result>,
): Promise<Result> {
  const wanted = parseWanted(options.agents, options.place, maxAgents);
  const connection = await connectFleet(parseFleetAddress(options.fleet!, system.env), `${command} ${run}`);
  const leaseMs = options.lease ?? LEASE_MS;
  const waitMs = options.wait ?? WAIT_MS;
  const coordinator = { connection, system, leaseMs, version: packageVersion(), onNotice };
  try {
    const agents = await beforeLoad(system, (abort) => reserveAgents(coordinator, run, { wanted, waitMs }, abort));
    const held = new HeldAgents(coordinator, agents, run);
    try {
      check?.(agents);
      if (!options.quiet) system.stderr.write(redact(`${describeAgents(agents).join('\n')}\n\n`));
      const lost = connection.closed().then((how) => `the connection to the fleet ended (${how})`);
      return await work({ coordinator, held, waitMs, lost });
    } finally {
      await held.release();
    }
  } finally {
    await connection.close();
  }
}
