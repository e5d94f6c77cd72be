/** Runs `callback` in the check phase: after the event loop has polled its sockets and called their listeners. */
export function afterPoll(callback: () => void): void {
  setImmediate(callback);
}
