import type { EndpointSettings, SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { sessionIdentity } from '../endpoint/session-identity.ts';
import { type PreflightFacts, settleEndpoint } from '../endpoint/settle-endpoint.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { beforeLoad } from './conduct/before-load.ts';

/** A target that passed its preflight. */
export interface SettledTarget {
  readonly settled: SettledEndpoint;
  readonly facts: PreflightFacts;
}

/**
 * Connects to each target once before the load starts and resolves `auto` for the whole run. A stop signal ends it
 * without a report.
 */
export async function preflight(
  targets: readonly EndpointSettings[],
  runId: string,
  system: Pick<SystemDeps, 'clock' | 'timers' | 'wallClock' | 'env' | 'onStopSignal'>,
): Promise<readonly SettledTarget[]> {
  const identity = sessionIdentity(`${runId}-preflight`, { conversation: 0 });
  return beforeLoad(system, (abort) =>
    Promise.all(targets.map((target) => settleEndpoint(target, identity, system, abort))),
  );
}
