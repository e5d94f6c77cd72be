import { HabitsHolder, type LoadThread, type TargetRuntime } from '../conversation/load-thread.ts';
import { VirtualUser } from '../conversation/virtual-user.ts';
import { openConnection } from '../endpoint/connect-endpoint.ts';
import { FAILURE_CLASSES } from '../endpoint/endpoint-failure.ts';
import type { SettledEndpoint } from '../endpoint/endpoint-settings.ts';
import { sessionIdentity } from '../endpoint/session-identity.ts';
import { plannedEndMs } from '../load/load-profile.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import { type RunShape, SeriesTable } from '../measure/series.ts';
import type { Timers } from '../platform/timers.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { connectGate } from './connect-gate.ts';
import { DueBooks } from './due-books.ts';
import type { LoadLoop, LoopContext } from './load-loop.ts';
import { makeLoops } from './make-loops.ts';
import type { Shard } from './shard.ts';

/** What a shard needs from the thread it runs in. */
export interface ShardWorld extends Pick<LoadThread, 'clock' | 'errors' | 'exemplars' | 'arrivedLoUs'> {
  readonly timers: Timers;
  readonly ring: SampleRing;
  /** One line for the person who watches the run. */
  readonly notify: (message: string) => void;
}

export interface RunningShard {
  /** Resolves when every user is done; the ring then holds the last sample. */
  readonly done: Promise<void>;
  /** No further conversation begins; those being held may end within the graceful stop. */
  stop(): void;
  /** Ends everything now; open turns count as interrupted. */
  interrupt(): void;
}

/** The shape that numbers the series, the same in the load thread and in the main one. */
export function shapeOf(scenario: Scenario, targets: readonly { readonly name: string }[]): RunShape {
  return {
    targets: targets.map((target) => target.name),
    conversations: scenario.conversations.map(({ name, steps }) => ({ name, steps: steps.map((step) => step.label) })),
    failureClasses: FAILURE_CLASSES,
  };
}

/** Starts the load of one shard in this thread. Each target gets the full load asked for. */
export function runShard(shard: Shard, world: ShardWorld): RunningShard {
  const thread: LoadThread = { ...world, samples: world.ring, startUs: shard.startUs, seed: shard.seed };
  const table = new SeriesTable(shapeOf(shard.scenario, shard.targets));
  const onFeedEmpty = (target: string) => {
    if (!graceful) world.notify(emptyNotice(target));
    stop();
  };
  const loops = shard.targets.flatMap((settings, index) =>
    loopsFor(shard, settings, index, table, thread, world, onFeedEmpty),
  );

  let graceful = false;
  const interrupt = () => {
    for (const loop of loops) loop.interrupt();
  };
  const deadline = (fromUs: number) => world.timers.at(fromUs + shard.load.gracefulStopMs * 1000, interrupt);
  const endMs = plannedEndMs(shard.load);
  let lastCall = Number.isFinite(endMs) ? deadline(shard.startUs + endMs * 1000) : undefined;
  const done = Promise.all(loops.map((loop) => loop.run()))
    .then(() => {})
    .finally(() => lastCall?.cancel());

  const stop = () => {
    if (graceful) return;
    graceful = true;
    lastCall?.cancel();
    lastCall = deadline(world.clock.nowUs());
    for (const loop of loops) loop.stop();
  };
  return { done, interrupt, stop };
}

function loopsFor(
  shard: Shard,
  settings: SettledEndpoint,
  targetIndex: number,
  table: SeriesTable,
  thread: LoadThread,
  world: ShardWorld,
  onFeedEmpty: (target: string) => void,
): readonly LoadLoop[] {
  const target: TargetRuntime = {
    name: settings.name,
    open: (identity, listener) => openConnection(settings, identity, listener, { ...world, env: shard.env }),
    gate: connectGate(shard.connectConcurrency, world.clock, world.timers),
    habits: new HabitsHolder(() => world.notify(quietNotice(settings.name))),
    conversations: shard.scenario.conversations.map((conversation, index) => ({
      conversation,
      series: table.conversation(targetIndex, index),
    })),
  };
  // The same pair of ids on two endpoints of one organisation would share state.
  const prefix = targetIndex === 0 ? shard.runId : `${shard.runId}-t${targetIndex}`;
  const identityOf = (vu: number, conversation: number) =>
    sessionIdentity(
      prefix,
      shard.scenario.conversations[0]?.identity.userId !== 'perConversation' ? { vu, conversation } : { conversation },
    );
  const context: LoopContext = {
    ...thread,
    books: new DueBooks(world.ring, shard.startUs, (number) => target.chooser.choose(number).chosen.series),
    onActive: (change) => {
      world.ring.activeVus += change;
    },
    onFeedEmpty: () => onFeedEmpty(settings.name),
  };
  const makeUser = (vu: number) => new VirtualUser(vu, thread, target, identityOf);
  return makeLoops(shard.load, shard.segment, makeUser, context);
}

function quietNotice(target: string): string {
  return (
    `${target}: replies come without a final ping; completion auto now ends a turn after 3 s of silence. ` +
    'Say completion: { quiet: … } to choose that yourself.'
  );
}

function emptyNotice(target: string): string {
  return `${target}: a data feed is used up, so no further conversation begins (whenEmpty: recycle would begin it again)`;
}
