import { KnownError } from '../../platform/known-error.ts';
import type { RunPlan } from '../prepare-run.ts';
import type { Share } from './resolve-share.ts';
import type { ShardIdentity, ShardState } from './shard-file.ts';

export function identityOfShards(plan: RunPlan, { count, startMs }: Share, palaver: string): ShardIdentity {
  return {
    palaver,
    scenario: plan.scenario.sha256,
    load: plan.load,
    targetOrder: plan.targetOrder,
    targets: plan.targets.map(({ name }) => name),
    thresholds: plan.scenario.thresholds.map(({ expression }) => expression),
    seed: plan.seed,
    run: plan.id,
    startAt: new Date(startMs).toISOString(),
    shards: count,
  };
}

/** What must be the same in all shards of a run, as messages call it. */
const NAMES: Readonly<Record<keyof ShardIdentity, string>> = {
  palaver: 'palaver version',
  scenario: 'scenario',
  startAt: 'start',
  shards: 'number of shards',
  load: 'load',
  targetOrder: 'target order',
  targets: 'targets',
  thresholds: 'thresholds',
  seed: 'seed',
  run: 'run id',
};

/** A shard and the file it comes from. */
export interface NamedShard {
  readonly state: ShardState;
  readonly path: string;
}

/** Throws a KnownError (104) if a shard is of another run than the first, or is given twice. */
export function refuseStrangers(shards: readonly NamedShard[]): void {
  const [first, ...others] = shards;
  for (const other of others) {
    const differs = (Object.keys(NAMES) as (keyof ShardIdentity)[]).find(
      (key) => JSON.stringify(other.state.identity[key]) !== JSON.stringify(first!.state.identity[key]),
    );
    if (differs !== undefined) {
      throw new KnownError(
        `${other.path} and ${first!.path} are not shards of the same run: different ${NAMES[differs]}`,
        {
          hint: 'merge only shards of one run',
        },
      );
    }
  }
  for (const [at, { state, path }] of shards.entries()) {
    const twin = shards.slice(0, at).find((earlier) => earlier.state.index === state.index);
    if (!twin) continue;
    throw new KnownError(`shard ${state.index + 1} is given twice: ${twin.path} and ${path}`, {
      hint: 'give each shard once',
    });
  }
}
