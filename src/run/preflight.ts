import type { EndpointSettings, SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { sessionIdentity } from '../endpoint/session-identity.ts';
import { type PreflightFacts, settleEndpoint } from '../endpoint/settle-endpoint.ts';
import { KnownError } from '../platform/known-error.ts';
import type { SystemDeps } from '../platform/system-deps.ts';

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
  const abort = new AbortController();
  const release = system.onStopSignal((signal) => abort.abort(stoppedEarly(signal)));
  try {
    return await Promise.all(targets.map((target) => settleEndpoint(target, identity, system, abort.signal)));
  } finally {
    release();
  }
}

function stoppedEarly(signal: string): KnownError {
  return new KnownError(`stopped by ${signal} before the load started`, { exit: 'signal' });
}
