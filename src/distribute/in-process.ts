import { runShard } from '../engine/run-shard.ts';
import { ErrorLog } from '../measure/error-log.ts';
import { ExemplarKeeper } from '../measure/exemplars.ts';
import { monotonicClock } from '../platform/clock.ts';
import { messageOf } from '../platform/known-error.ts';
import { every, realTimers } from '../platform/timers.ts';
import type { ShardEnd, ShardExecutor } from './shard-executor.ts';

/** How often what was kept so far is handed over, so that a crash loses little of it. */
const FINDINGS_PERIOD_MS = 2000;

/** Runs a shard in the calling thread: for tests, and inside a worker thread. */
export const inProcess: ShardExecutor = {
  start(shard, ring, listener) {
    const errors = new ErrorLog();
    const exemplars = new ExemplarKeeper();
    const findings = () => ({ errors: errors.list(), exemplars: exemplars.kept() });
    const running = runShard(shard, {
      clock: monotonicClock,
      timers: realTimers,
      ring,
      errors,
      exemplars,
      arrivedLoUs: (hiUs) => hiUs,
      notify: (message) => listener.onNotice(message),
    });
    const reporting = every(FINDINGS_PERIOD_MS, () => listener.onFindings(findings()));
    const ended = running.done.then(
      (): ShardEnd => ({ kind: 'done' }),
      (thrown): ShardEnd => ({ kind: 'crashed', message: messageOf(thrown), stack: thrown?.stack }),
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
