import { KnownError } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';

/** Does `work` that comes before the load: a stop signal aborts it, so that the run ends without a report. */
export async function beforeLoad<Value>(
  system: Pick<SystemDeps, 'onStopSignal'>,
  work: (abort: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const abort = new AbortController();
  const release = system.onStopSignal((signal) =>
    abort.abort(new KnownError(`stopped by ${signal} before the load started`, { exit: 'signal' })),
  );
  try {
    return await work(abort.signal);
  } finally {
    release();
  }
}
