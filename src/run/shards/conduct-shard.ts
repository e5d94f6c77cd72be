import { join } from 'node:path';
import type { RunObserver } from '../../live/run-observer.ts';
import type { Segment } from '../../load/segment.ts';
import { isThere, writeFileAtomic } from '../../platform/files/files.ts';
import { KnownError } from '../../platform/known-error.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { reportFolderName } from '../../report/write-report.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { conductLoad } from '../conduct/conduct-load.ts';
import { makeShards, startingAt, type UnstartedShard } from '../conduct/make-shards.ts';
import { identityOf } from '../conduct/observing.ts';
import { reportFacts, type StopReason } from '../conduct/report-facts.ts';
import { StopOnWatch } from '../conduct/stop-on-watch.ts';
import { StopRequests } from '../conduct/stop-requests.ts';
import type { SettledTarget } from '../preflight.ts';
import type { RunPlan } from '../prepare-run.ts';
import type { RunDeps } from '../run-deps.ts';
import { RunningLoad } from '../running-load.ts';
import { BudgetWatch, shareOfBudget } from '../spend.ts';
import { nameOfShare, type Share } from './resolve-share.ts';
import { encodeShard, type ShardState, shardFileName } from './shard-file.ts';
import { identityOfShards } from './shard-identity.ts';

/** A shard must be ready this long before its start: load threads need the time to create their virtual users. */
const MIN_LEAD_MS = 200;

export interface ConductedShard {
  readonly state: ShardState;
  /** The file it wrote. */
  readonly path: string;
}

/** The common start of all shards, on two clocks. */
export interface CommonStart {
  /** On the monotonic clock of this machine. */
  readonly startUs: number;
  /** Date, ms since 1970, the same for all shards. */
  readonly startMs: number;
}

/** A shard whose load threads wait for its start. */
export interface PreparedShard {
  /**
   * @throws KnownError (112) if it is too late for the start, since the shard would then send everything that was due meanwhile
   * at once, and if its file exists already.
   */
  begin(start: CommonStart): BegunShard;
  /** Instead of `begin`: ends its load threads. */
  discard(): void;
}

export interface BegunShard {
  readonly load: RunningLoad;
  /** What ends it early. */
  readonly requests: StopRequests;
  /** Rejects with a KnownError if its file cannot be written at the start or the end. */
  readonly ended: Promise<ConductedShard>;
}

export interface ShareDeps extends Omit<RunDeps, 'judge' | 'page' | 'reportDir'> {
  /** Parent folder of the folder of the run. */
  readonly reportDir: string;
  /** Name of the agent of a fleet. */
  readonly agent?: string | undefined;
  /** Called with the content of the file each time it is written. */
  readonly onSaved?: ((file: Buffer, state: ShardState) => void) | undefined;
}

/**
 * One shard of a run, from the start that all shards have in common to its file, which is also written every five seconds
 * meanwhile. Thresholds are not judged: `palaver merge` judges them on all shards.
 * @throws KnownError (112) if it is not ready at its start; and if its file exists already or cannot be written.
 */
export async function conductShard(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  share: Share,
  deps: ShareDeps,
): Promise<ConductedShard> {
  const prepared = await prepareShard(plan, targets, share, deps);
  const leadMs = share.startMs - deps.system.wallClock.now().getTime();
  const startUs = deps.system.clock.nowUs() + leadMs * 1000;
  return prepared.begin({ startUs, startMs: share.startMs }).ended;
}

/** Loads the load threads of a shard; resolves when they wait for its start. */
export async function prepareShard(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  share: Segment,
  deps: ShareDeps,
): Promise<PreparedShard> {
  const unstarted = makeShards(plan, targets, deps.system, { threads: deps.workers ?? 1, share });
  await deps.executor.prepare?.(unstarted);
  return {
    begin: (start) => beginShard(plan, targets, { ...share, ...start }, { ...deps, unstarted }),
    discard: () => deps.executor.discard?.(),
  };
}

function beginShard(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  share: Segment & CommonStart,
  deps: ShareDeps & { readonly unstarted: readonly UnstartedShard[] },
): BegunShard {
  const { system, executor, onNotice, observers: given = [], version, unstarted } = deps;
  const startedAt = new Date(share.startMs);
  const identity = identityOfShards(plan, share, version);
  const path = join(
    deps.reportDir,
    reportFolderName({ name: plan.name, id: plan.id, startedAt: identity.startAt }),
    shardFileName({ index: share.index, identity }),
  );
  refuseSecondRun(path);
  refuseLateStart(share, (share.startUs - system.clock.nowUs()) / 1000);
  const shards = startingAt(unstarted, share.startUs, startedAt);
  const load = new RunningLoad(shards, { ...system, executor, onNotice, share: nameOfShare(share) });
  const requests = new StopRequests(system, load, onNotice);
  const budget = plan.scenario.budget && shareOfBudget(plan.scenario.budget, share);
  const observers: readonly RunObserver<RunningLoad>[] = [
    ...given,
    ...(budget ? [new BudgetWatch(budget, { ...plan, share }, requests)] : []),
    new StopOnWatch(plan.stopOn, plan.load, requests),
  ];
  const stateAt = (stop: StopReason, late: readonly RunEnding[] = []): ShardState => {
    load.drain();
    const { scoped: _, ...facts } = reportFacts(
      plan,
      targets,
      { startedAt, stop, endings: [...requests.endings, ...late], test: load },
      deps,
    );
    return {
      identity,
      index: share.index,
      host: system.machine.host,
      ...(deps.agent !== undefined && { agent: deps.agent }),
      ...(plan.place !== undefined && { place: plan.place }),
      facts,
      addresses: load.findings.addresses,
      snapshot: load.recorder.snapshot(),
      scoped: load.scoped.encode(load.elapsedMs()),
    };
  };
  const write = (state: ShardState): ConductedShard => {
    const file = encodeShard(state);
    // First, so that a full disk of this machine does not lose the results for others.
    deps.onSaved?.(file, state);
    writeFileAtomic(path, file);
    return { state, path };
  };
  const ended = conductLoad(
    {
      load,
      identity: identityOf(plan, version, startedAt),
      observers,
      requests,
      save: () => void write(stateAt('running')),
      what: 'shard file',
      conclude: (stop, late) => write(stateAt(stop, late)),
      lost: deps.lost,
      onNotice,
    },
    system,
  );
  return { load, requests, ended };
}

function refuseSecondRun(path: string): void {
  if (!isThere(path)) return;
  throw new KnownError(`${path} already exists: this shard has run`, {
    hint: 'a shard runs once; start all shards of a new run with a later --start-at',
  });
}

function refuseLateStart(share: Segment, leadMs: number): void {
  if (leadMs >= MIN_LEAD_MS) return;
  const late =
    leadMs < 0
      ? `${formatDurationMs(Math.ceil(-leadMs))} after its start`
      : `${formatDurationMs(Math.floor(leadMs))} before its start`;
  throw new KnownError(`shard ${nameOfShare(share)} was ready only ${late}, so it sent nothing`, {
    exit: 'incomplete',
    hint: `start the shards earlier, or use a later --start-at; a shard must be ready ${MIN_LEAD_MS} ms before it`,
  });
}
