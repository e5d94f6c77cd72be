/** Runs `callback` in the check phase: once the event loop has polled its sockets and told of what they read. */
export function afterPoll(callback: () => void): void {
  setImmediate(callback);
}
