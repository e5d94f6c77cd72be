import { markingTimers } from '../engine/marking-timers.ts';
import { runShard } from '../engine/run-shard.ts';
import { ErrorLog } from '../measure/error-log.ts';
import { ExemplarKeeper } from '../measure/exemplars.ts';
import { LoopMark } from '../measure/loop-mark.ts';
import { monotonicClock } from '../platform/clock.ts';
import { messageOf } from '../platform/known-error.ts';
import { afterPoll } from '../platform/loop.ts';
import { makeLoopProbe } from '../platform/loop-probe.ts';
import { every, realTimers } from '../platform/timers.ts';
import type { ShardEnd, ShardExecutor } from './shard-executor.ts';

/** How often what was kept so far is handed over, so that a crash loses little of it. */
const FINDINGS_PERIOD_MS = 2000;

/** Runs a shard in the calling thread: for tests, and inside a worker thread. */
export const inProcess: ShardExecutor = {
  start(shard, ring, listener, turnLog) {
    const errors = new ErrorLog();
    const exemplars = new ExemplarKeeper();
    const findings = () => ({ errors: errors.list(), exemplars: exemplars.kept() });
    const loopMark = new LoopMark(makeLoopProbe(), afterPoll);
    const running = runShard(shard, {
      clock: monotonicClock,
      timers: markingTimers(realTimers, loopMark.mark),
      ring,
      turnLog,
      errors,
      exemplars,
      arrivedLoUs: loopMark.arrivedLoUs,
      notify: (message) => listener.onNotice(message),
    });
    const reporting = every(FINDINGS_PERIOD_MS, () => listener.onFindings(findings()));
    const ended = running.done.then(
      (): ShardEnd => ({ kind: 'done' }),
      (thrown): ShardEnd => {
        // The other users would go on loading the target for as long as the plan says.
        running.interrupt();
        return { kind: 'crashed', message: messageOf(thrown), stack: thrown?.stack };
      },
    );
    return {
      stop: running.stop,
      interrupt: running.interrupt,
      ended: ended.finally(() => {
        reporting.cancel();
        listener.onFindings(findings());
      }),
    };
  },
};
