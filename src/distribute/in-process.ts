import type { Shard } from '../engine/shard.ts';
import { startShard } from '../engine/start-shard.ts';
import { HookCaller } from '../hooks/hook-caller.ts';
import { makeHookLog } from '../hooks/hook-log.ts';
import { AddressCounts } from '../measure/address-counts.ts';
import { ErrorLog } from '../measure/error-log.ts';
import { ExemplarKeeper } from '../measure/exemplars.ts';
import { LoopMark } from '../measure/health/loop-mark.ts';
import type { SampleRing } from '../measure/sample-ring.ts';
import type { TurnLog } from '../measure/turns/turn-log.ts';
import { TurnOutlet } from '../measure/turns/turn-outlet.ts';
import { Inbox } from '../platform/inbox.ts';
import { messageOf } from '../platform/known-error.ts';
import { afterPoll } from '../platform/time/loop.ts';
import { makeLoopProbe } from '../platform/time/loop-probe.ts';
import { repeat } from '../platform/time/repeat.ts';
import type { AllTimeDeps } from '../platform/time/time-deps.ts';
import { TimerHeap } from '../platform/time/timer-heap.ts';
import type { ShardEnd, ShardExecutor, ShardListener, ShardNeeds, StartedShard } from './shard-executor.ts';
import { watchThread } from './watch-thread.ts';

/** How often findings are sent, so that a crash loses few of them. */
const FINDINGS_PERIOD_MS = 2000;
/** Maximum delay before a turn is sent. */
const TURNS_PERIOD_MS = 250;

/** Runs a shard in the calling thread: for tests, and inside a worker thread. */
export class InProcess implements ShardExecutor {
  private readonly time: AllTimeDeps;
  private hooks: HookCaller | undefined;

  /** `hooks`: those of the shard, if they are loaded; otherwise `prepare` loads them. */
  constructor(time: AllTimeDeps, hooks?: HookCaller) {
    this.time = time;
    this.hooks = hooks;
  }

  async prepare([shard]: readonly ShardNeeds[]): Promise<void> {
    const hooks = shard?.hooks ?? [];
    if (hooks.length > 0) this.hooks ??= await HookCaller.load(hooks);
  }

  start(shard: Shard, ring: SampleRing, listener: ShardListener, turnLog?: TurnLog): StartedShard {
    const { clock, wallClock } = this.time;
    const errors = new ErrorLog();
    const addresses = new AddressCounts();
    const exemplars = new ExemplarKeeper((kept) => listener.onExemplar(kept));
    const loopProbe = makeLoopProbe();
    const loopMark = new LoopMark(loopProbe, afterPoll);
    const inbox = new Inbox(clock, loopMark);
    const turns = listener.turns && new TurnOutlet(listener.turns);
    const running = startShard(shard, {
      clock,
      wallClock,
      timers: new TimerHeap(clock, loopMark.mark),
      ring,
      turnLog,
      turns,
      traces: shard.traced ? { conversations: shard.traced, take: (entry) => listener.onTrace?.(entry) } : undefined,
      errors,
      addresses,
      exemplars,
      inbox,
      hooks: this.hooks,
      hookLog: makeHookLog((line) => listener.onLog?.(line)),
      onSecret: listener.onSecret,
      notify: (message) => listener.onNotice(message),
    });
    const { hooks } = this;
    const activeHooks = hooks && (() => hooks.takeActive());
    const { coversCoreWait } = loopProbe;
    const watched = watchThread(shard.startUs, inbox, { coversCoreWait, activeHooks }, this.time);
    const findings = () => ({ errors: errors.list(), addresses: addresses.list(), health: watched.health() });
    const reporting = repeat(this.time, FINDINGS_PERIOD_MS, () => listener.onFindings(findings()));
    const streaming = turns && repeat(this.time, TURNS_PERIOD_MS, () => turns.flush());
    const ended = running.done.then(
      (): ShardEnd => ({ kind: 'done' }),
      (thrown): ShardEnd => {
        // The other users would continue to load the target until the planned end.
        running.interrupt();
        return { kind: 'crashed', message: messageOf(thrown), stack: thrown?.stack };
      },
    );
    return {
      stop: running.stop,
      interrupt: running.interrupt,
      ended: ended.finally(() => {
        reporting.cancel();
        streaming?.cancel();
        turns?.flush();
        watched.close();
        listener.onFindings(findings());
      }),
    };
  }
}
