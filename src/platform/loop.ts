/**
 * Runs `callback` after the event loop has polled its sockets once more. A timer that fires after a standstill does so
 * before the bytes that came meanwhile are read; whoever decides that something did *not* arrive asks again after them.
 */
export function afterPoll(callback: () => void): void {
  setImmediate(callback);
}
