/** Runs `callback` in the check phase: after the event loop has polled its sockets and called their listeners. */
export function afterPoll(callback: () => void): void {
  setImmediate(callback);
}

/** Resolves once the event loop has polled its sockets and timers, for long work in parts. */
export function afterOthers(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
