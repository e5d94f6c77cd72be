import { startShard } from '../engine/start-shard.ts';
import { AddressCounts } from '../measure/address-counts.ts';
import { ErrorLog } from '../measure/error-log.ts';
import { ExemplarKeeper } from '../measure/exemplars.ts';
import { LoopMark } from '../measure/health/loop-mark.ts';
import { TurnOutlet } from '../measure/turns/turn-outlet.ts';
import { Inbox } from '../platform/inbox.ts';
import { messageOf } from '../platform/known-error.ts';
import { monotonicClock, wallClock } from '../platform/time/clock.ts';
import { afterPoll } from '../platform/time/loop.ts';
import { makeLoopProbe } from '../platform/time/loop-probe.ts';
import { TimerHeap } from '../platform/time/timer-heap.ts';
import { every } from '../platform/time/timers.ts';
import type { ShardEnd, ShardExecutor } from './shard-executor.ts';
import { watchThread } from './watch-thread.ts';

/** How often findings are sent, so that a crash loses few of them. */
const FINDINGS_PERIOD_MS = 2000;
/** Maximum delay before a turn is sent. */
const TURNS_PERIOD_MS = 250;

/** Runs a shard in the calling thread: for tests, and inside a worker thread. */
export const inProcess: ShardExecutor = {
  start(shard, ring, listener, turnLog) {
    const errors = new ErrorLog();
    const addresses = new AddressCounts();
    const exemplars = new ExemplarKeeper((kept) => listener.onExemplar(kept));
    const loopProbe = makeLoopProbe();
    const loopMark = new LoopMark(loopProbe, afterPoll);
    const inbox = new Inbox(monotonicClock, loopMark);
    const turns = listener.turns && new TurnOutlet(listener.turns);
    const running = startShard(shard, {
      clock: monotonicClock,
      wallClock,
      timers: new TimerHeap(monotonicClock, loopMark.mark),
      ring,
      turnLog,
      turns,
      errors,
      addresses,
      exemplars,
      inbox,
      notify: (message) => listener.onNotice(message),
    });
    const watched = watchThread(shard.startUs, inbox, loopProbe.coversCoreWait);
    const findings = () => ({ errors: errors.list(), addresses: addresses.list(), health: watched.health() });
    const reporting = every(FINDINGS_PERIOD_MS, () => listener.onFindings(findings()));
    const streaming = turns && every(TURNS_PERIOD_MS, () => turns.flush());
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
  },
};
