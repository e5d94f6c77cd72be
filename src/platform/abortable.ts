/** Settles like `promise`, or rejects with the reason of `abort` as soon as that aborts. */
export function abortable<Value>(promise: Promise<Value>, abort: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abort.reason);
    promise.then(resolve, reject).finally(() => abort.removeEventListener('abort', onAbort));
    if (abort.aborted) onAbort();
    else abort.addEventListener('abort', onAbort);
  });
}
