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

/** The shards of a merge, each checked against the first one. */
export class AdmittedShards {
  private first: { readonly identity: ShardIdentity; readonly path: string } | undefined;
  /** Path by index of the shard. */
  private readonly paths = new Map<number, string>();

  /** Throws a KnownError (104) if the shard is of another run than the first, or is given twice. */
  admit({ state: { identity, index }, path }: NamedShard): void {
    this.first ??= { identity, path };
    refuseOtherRun({ identity, path }, this.first);
    const duplicate = this.paths.get(index);
    if (duplicate !== undefined) {
      throw new KnownError(`shard ${index + 1} is given twice: ${duplicate} and ${path}`, {
        hint: 'give each shard file once',
      });
    }
    this.paths.set(index, path);
  }
}

function refuseOtherRun(
  other: { readonly identity: ShardIdentity; readonly path: string },
  first: { readonly identity: ShardIdentity; readonly path: string },
): void {
  const differs = (Object.keys(NAMES) as (keyof ShardIdentity)[]).find(
    (key) => JSON.stringify(other.identity[key]) !== JSON.stringify(first.identity[key]),
  );
  if (differs === undefined) return;
  throw new KnownError(`${other.path} and ${first.path} are not shards of the same run: different ${NAMES[differs]}`, {
    hint: 'merge only shards of one run',
  });
}
