import { setMaxListeners } from 'node:events';

/** Settles like `promise`, or rejects with the reason of `abort` as soon as that aborts. */
export function abortable<Value>(promise: Promise<Value>, abort: AbortSignal): Promise<Value> {
  // Of a fleet, hundreds may wait for the same signal, which is no leak.
  setMaxListeners(0, abort);
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abort.reason);
    promise.then(resolve, reject).finally(() => abort.removeEventListener('abort', onAbort));
    if (abort.aborted) onAbort();
    else abort.addEventListener('abort', onAbort);
  });
}
