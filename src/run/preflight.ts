import type { EndpointSettings, SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { sessionIdentity } from '../endpoint/session-identity.ts';
import { type PreflightFacts, settleEndpoint } from '../endpoint/settle-endpoint.ts';
import type { World } from '../platform/world.ts';

/** A target that has been tried and answered. */
export interface SettledTarget {
  readonly settled: SettledEndpoint;
  readonly facts: PreflightFacts;
}

/** Tries each target once before load starts: what `auto` means is decided here, for the whole run. */
export async function preflight(
  targets: readonly EndpointSettings[],
  runId: string,
  world: Pick<World, 'clock' | 'timers' | 'env'>,
): Promise<readonly SettledTarget[]> {
  const identity = sessionIdentity(`${runId}-preflight`, { conversation: 0 });
  return Promise.all(targets.map((target) => settleEndpoint(target, identity, world)));
}
