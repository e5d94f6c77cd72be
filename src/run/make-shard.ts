import type { Shard } from '../engine/shard.ts';
import type { World } from '../platform/world.ts';
import type { SettledTarget } from './preflight.ts';
import type { RunPlan } from './resolve-run.ts';

const PROXY_VARIABLES = /^(https?|no)_proxy$/i;

/** The whole run as one shard. `start`: the first arrival, on the monotonic clock and by the wall clock. */
export function makeShard(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  world: Pick<World, 'env'>,
  start: { readonly us: number; readonly at: Date },
): Shard {
  return {
    segment: { index: 0, count: 1 },
    runId: plan.id,
    seed: plan.seed,
    startUs: start.us,
    todayMs: start.at.getTime(),
    scenario: plan.scenario,
    targets: targets.map((target) => target.settled),
    load: plan.load,
    connectConcurrency: plan.connectConcurrency,
    env: Object.fromEntries(Object.entries(world.env).filter(([name]) => PROXY_VARIABLES.test(name))),
  };
}
