import type { TargetDeps, ThreadDeps } from '../conversation/conversation-deps.ts';
import { VirtualUser } from '../conversation/virtual-user.ts';
import { deepFreeze } from '../hooks/deep-freeze.ts';
import { plannedEndMs } from '../load/load-profile.ts';
import { SeriesTable } from '../measure/series.ts';
import { hasRow, isLimited } from '../scenario/data/feed-row.ts';
import { ArrivalCounters } from './arrival-counters.ts';
import { hidingCaptured } from './hiding-captured.ts';
import type { LoopDeps } from './load-loop.ts';
import { type LoadTarget, type LoadTargets, makeLoops } from './make-loops.ts';
import { makeTarget } from './make-target.ts';
import { RestOfLoad } from './rest-of-load.ts';
import { shapeOf } from './run-shape.ts';
import type { Shard } from './shard.ts';
import type { ShardDeps } from './shard-deps.ts';
import { TargetPause } from './target-pause.ts';

export interface RunningShard {
  /** Resolves when every user is done; the ring then contains the last sample. */
  readonly done: Promise<void>;
  /** Starts no further conversation; running ones may end within the graceful stop. */
  stop(): void;
  /** Ends everything now; open turns count as interrupted. */
  interrupt(): void;
}

/** Starts the load of one shard in this thread. Each target gets the full load, at the times given by the target order. */
export function startShard(shard: Shard, system: ShardDeps): RunningShard {
  const { startUs, seed, runId, todayMs, keepTexts = false } = shard;
  const thread: ThreadDeps = {
    ...system,
    samples: system.ring,
    startUs,
    seed,
    runId,
    todayMs,
    vars: shard.vars && deepFreeze(shard.vars),
    keepTexts,
    onCaptured: hidingCaptured(shard, system),
    maySend: () => {
      const may = system.clock.nowUs() < system.ring.leaseUs;
      if (!may) interrupt();
      return may;
    },
  };
  const table = new SeriesTable(shapeOf(shard.scenario, shard.targets));
  const emptyFeeds = new Set<string>();
  const endMs = plannedEndMs(shard.load);
  // A load that may end by its number of conversations does not wait for its planned end.
  const restEndUs = shard.load.conversations === undefined ? startUs + endMs * 1000 : startUs;
  const rest = new RestOfLoad(restEndUs, system);
  const onFeedEmpty = (target: string) => {
    rest.cancel();
    if (!emptyFeeds.has(target)) system.notify(emptyNotice(target));
    emptyFeeds.add(target);
  };
  const targets = shard.targets.map((settings, index) => {
    const pause = new TargetPause(() => system.notify(pauseNotice(settings.name)));
    const target = makeTarget(settings, index, { shard, table, system, pause });
    return makeShardTarget(target, { shard, thread, system, pause, onFeedEmpty: () => onFeedEmpty(settings.name) });
  });
  const loops = makeLoops(shard.load, shard.segment, targets as unknown as LoadTargets, shard.targetOrder);

  let graceful = false;
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) return;
    interrupted = true;
    rest.cancel();
    for (const loop of loops) loop.interrupt();
  };
  const deadline = (fromUs: number) => system.timers.at(fromUs + shard.load.gracefulStopMs * 1000, interrupt);
  let stopTimer = Number.isFinite(endMs) ? deadline(startUs + endMs * 1000) : undefined;
  const done = Promise.all(loops.map((loop) => loop.run()))
    .then(() => rest.wait())
    .finally(() => {
      // A later stop would set a timer, which keeps the process alive.
      graceful = true;
      stopTimer?.cancel();
      for (const target of targets) target.close();
    });

  const stop = () => {
    if (graceful) return;
    graceful = true;
    rest.cancel();
    stopTimer?.cancel();
    stopTimer = deadline(system.clock.nowUs());
    for (const loop of loops) loop.stop();
  };
  return { done, interrupt, stop };
}

interface ShardTarget extends LoadTarget {
  /** Closes sessions and connections kept between conversations. */
  close(): void;
}

interface ShardTargetDeps {
  readonly shard: Shard;
  readonly thread: ThreadDeps;
  readonly system: ShardDeps;
  readonly pause: TargetPause;
  readonly onFeedEmpty: () => void;
}

function makeShardTarget(
  target: TargetDeps,
  { shard, thread, system, pause, onFeedEmpty }: ShardTargetDeps,
): ShardTarget {
  const users: VirtualUser[] = [];
  const hasData = (number: number) => {
    const { chosen, rank } = target.chooser.choose(number);
    return !chosen.conversation.feed || hasRow(chosen.conversation.feed, rank);
  };
  const deps: LoopDeps = {
    ...thread,
    counters: new ArrivalCounters(system.ring, shard.startUs, (number) => target.chooser.choose(number).chosen.series),
    pause,
    onActive: (change) => {
      system.ring.activeVus += change;
    },
    onFeedEmpty,
    hasData: shard.scenario.conversations.some(({ feed }) => feed && isLimited(feed)) ? hasData : undefined,
  };
  const makeUser = (vu: number) => {
    const user = new VirtualUser(vu, thread, target);
    users.push(user);
    return user;
  };
  return {
    makeUser,
    deps,
    close() {
      for (const user of users) user.leave();
      target.close();
    },
  };
}

function pauseNotice(target: string): string {
  return `${target}: the server asks for a pause (Retry-After); new connections are delayed`;
}

function emptyNotice(target: string): string {
  return `${target}: a data feed is used up, so no further conversation starts (use whenEmpty: recycle to start it again)`;
}
