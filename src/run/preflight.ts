import type { EndpointSettings, SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { type PreflightFacts, settleEndpoint } from '../endpoint/settle-endpoint.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { rememberUserSecrets } from '../scenario/data/user-secrets.ts';
import { beforeLoad } from './conduct/before-load.ts';
import { asFirstUser, type FirstUserOf } from './connection/first-user.ts';
import type { RunPlan } from './prepare-run.ts';

/** A target that passed its preflight. */
export interface SettledTarget {
  readonly settled: SettledEndpoint;
  readonly facts: PreflightFacts;
}

/**
 * Connects to each target once before the load starts and resolves `auto` for the whole run. It presents what the first
 * conversation of the first user would, in a session of its own. A stop signal ends it without a report.
 * @throws KnownError also for a value that has to be presented and cannot be.
 */
export async function preflight(
  {
    targets,
    id,
    scenario,
    seed,
    vars,
  }: Pick<RunPlan, 'targets' | 'id' | 'scenario' | 'seed'> & Pick<FirstUserOf, 'vars'>,
  system: Pick<SystemDeps, 'clock' | 'timers' | 'wallClock' | 'env' | 'onStopSignal'>,
): Promise<readonly SettledTarget[]> {
  rememberUserSecrets({ ...scenario, vars }, targets);
  const runId = `${id}-preflight`;
  const todayMs = system.wallClock.now().getTime();
  const settle = async (target: EndpointSettings, abort: AbortSignal): Promise<SettledTarget> => {
    const { settings, identity } = asFirstUser(target, { scenario, seed, runId, todayMs, vars });
    const { settled, facts } = await settleEndpoint(settings, identity, system, abort);
    return { settled: { ...target, socketio: settled.socketio, ready: settled.ready }, facts };
  };
  return beforeLoad(system, (abort) => Promise.all(targets.map((target) => settle(target, abort))));
}
