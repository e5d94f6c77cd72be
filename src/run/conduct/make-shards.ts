import type { SettledEndpoint } from '../../endpoint/endpoint-settings.ts';
import type { Shard } from '../../engine/shard.ts';
import type { Segment } from '../../load/segment.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { hooksOf } from '../../scenario/hooks-of.ts';
import type { SettledTarget } from '../preflight.ts';
import type { RunPlan } from '../prepare-run.ts';

const PROXY_VARIABLES = /^(https?|no)_proxy$/i;

const WHOLE: Segment = { index: 0, count: 1 };

/** A shard without its start time. */
export type UnstartedShard = Omit<Shard, 'startUs' | 'todayMs'>;

/**
 * A run in `threads` shards, one per load thread; of a share of the run, its part of them: share k of n with m threads has the
 * shards k, k + n, k + 2n … of n × m.
 */
export function makeShards(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  system: Pick<SystemDeps, 'env'>,
  { threads, share = WHOLE }: { readonly threads: number; readonly share?: Segment | undefined },
): readonly UnstartedShard[] {
  const count = share.count * threads;
  const env = Object.fromEntries(Object.entries(system.env).filter(([name]) => PROXY_VARIABLES.test(name)));
  const hooks = hooksOf(plan.scenario.conversations);
  return Array.from({ length: threads }, (_, thread) => share.index + thread * share.count).map((index) => ({
    segment: { index, count },
    runId: plan.id,
    seed: plan.seed,
    keepTexts: plan.keepTexts,
    traced: plan.traced,
    scenario: plan.scenario,
    hooks,
    vars: plan.vars,
    targets: targets.map(({ settled }) => leavingFrom(settled, index)),
    load: plan.load,
    targetOrder: plan.targetOrder,
    connectConcurrency: shareOf(plan.connectConcurrency, index, count),
    env,
  }));
}

/** The shards with one common start: the first arrival, on the monotonic clock and by the wall clock. */
export function startingAt(shards: readonly UnstartedShard[], startUs: number, startedAt: Date): readonly Shard[] {
  return shards.map((shard) => ({ ...shard, startUs, todayMs: startedAt.getTime() }));
}

/** The shares sum up to `total`, but each is at least 1: a thread with 0 could not connect. */
function shareOf(total: number, index: number, count: number): number {
  return Math.max(1, Math.floor(total / count) + (index < total % count ? 1 : 0));
}

/** Load threads start their rotation of local addresses at different ones, to spread connections evenly. */
function leavingFrom(settled: SettledEndpoint, index: number): SettledEndpoint {
  const { localAddresses } = settled.network;
  if (!localAddresses) return settled;
  const first = index % localAddresses.length;
  const round = [...localAddresses.slice(first), ...localAddresses.slice(0, first)];
  return { ...settled, network: { ...settled.network, localAddresses: round } };
}
