import { join } from 'node:path';
import type { RunObserver } from '../../live/run-observer.ts';
import { isThere, writeFileAtomic } from '../../platform/files/files.ts';
import { KnownError, messageOf } from '../../platform/known-error.ts';
import { repeat } from '../../platform/time/repeat.ts';
import type { Timer } from '../../platform/time/timers.ts';
import { reportFolderName } from '../../report/write-report.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { endingsOf } from '../conduct/describe-crashes.ts';
import { makeShards, startingAt } from '../conduct/make-shards.ts';
import { cancelAll, identityOf, tickingOf } from '../conduct/observing.ts';
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

/** A shard begins this long before its start at the latest: load threads need it to make their virtual users. */
const MIN_LEAD_MS = 200;

const CHECKPOINT_PERIOD_MS = 5000;

export interface ConductedShard {
  readonly state: ShardState;
  /** The file it wrote. */
  readonly path: string;
}

/**
 * One shard of a run, from the start that all shards have in common to its file, which is also written every five seconds
 * meanwhile. Thresholds are not judged: `palaver merge` judges them on all shards.
 * @throws KnownError (112) if it is not ready at its start, since it would then begin everything that was missed at once; and
 * if the file exists already or cannot be written.
 */
export async function conductShard(
  plan: RunPlan,
  targets: readonly SettledTarget[],
  share: Share,
  deps: Omit<RunDeps, 'judge' | 'page'>,
): Promise<ConductedShard> {
  const { system, workers = 1, executor, onNotice, observers: given = [], version } = deps;
  const startedAt = new Date(share.startMs);
  const identity = identityOfShards(plan, share, version);
  const path = join(
    deps.reportDir,
    reportFolderName({ name: plan.name, id: plan.id, startedAt: identity.startAt }),
    shardFileName({ index: share.index, identity }),
  );
  refuseSecondRun(path);
  const unstarted = makeShards(plan, targets, system, { threads: workers, share });
  await executor.prepare?.(unstarted);
  const leadMs = share.startMs - system.wallClock.now().getTime();
  refuseLateStart(share, leadMs);
  const shards = startingAt(unstarted, system.clock.nowUs() + leadMs * 1000, startedAt);
  const name = nameOfShare(share);
  const test = new RunningLoad(shards, { ...system, executor, onNotice, share: name });
  const requests = new StopRequests(system, test, onNotice);
  const budget = plan.scenario.budget && shareOfBudget(plan.scenario.budget, share);
  const observers: readonly RunObserver<RunningLoad>[] = [
    ...given,
    ...(budget ? [new BudgetWatch(budget, plan, requests)] : []),
    new StopOnWatch(plan.stopOn, plan.load, requests),
  ];
  const stateAt = (stop: StopReason, late: readonly RunEnding[] = []): ShardState => {
    test.drain();
    const { scoped: _, ...facts } = reportFacts(
      plan,
      targets,
      { startedAt, stop, endings: [...requests.endings, ...late], test },
      deps,
    );
    return {
      identity,
      index: share.index,
      host: system.machine.host,
      facts,
      addresses: test.findings.addresses,
      snapshot: test.recorder.snapshot(),
      scoped: test.scoped.encode(),
    };
  };
  const write = (state: ShardState): ConductedShard => {
    writeFileAtomic(path, encodeShard(state));
    return { state, path };
  };
  const checkpoint = () => {
    try {
      write(stateAt('running'));
    } catch (error) {
      onNotice(`the shard file could not be saved during the run: ${messageOf(error)}`);
    }
  };
  const periodic: Timer[] = [];
  let ended: ReturnType<RunningLoad['start']> | undefined;
  try {
    ended = test.start(observers, identityOf(plan, version, startedAt));
    void deps.lost?.then((how) => requests.lose(how));
    write(stateAt('running'));
    periodic.push(repeat(system, CHECKPOINT_PERIOD_MS, checkpoint), ...tickingOf(observers, test, system));
    const late = endingsOf(await ended, workers);
    cancelAll(periodic);
    for (const observer of observers) await observer.end?.();
    const stop = requests.endings[0]?.exit === 'signal' ? 'signal' : 'planned';
    return write(stateAt(stop, late));
  } catch (error) {
    test.interrupt();
    await ended;
    throw error;
  } finally {
    cancelAll(periodic);
    requests.release();
  }
}

function refuseSecondRun(path: string): void {
  if (!isThere(path)) return;
  throw new KnownError(`${path} exists already: this shard has run`, {
    hint: 'a shard runs once; start all shards of a new run with a later --start-at',
  });
}

function refuseLateStart(share: Share, leadMs: number): void {
  if (leadMs >= MIN_LEAD_MS) return;
  const late = leadMs < 0 ? `${Math.ceil(-leadMs)} ms after its start` : `${Math.floor(leadMs)} ms before its start`;
  throw new KnownError(`shard ${nameOfShare(share)} was ready only ${late}, so it sent nothing`, {
    exit: 'incomplete',
    hint: `start the shards earlier, or use a later --start-at; a shard must be ready ${MIN_LEAD_MS} ms before it`,
  });
}
