/** The other end of `forkChild`: the channel to the process that started this one. */
export interface ParentChannel<Outgoing, Incoming> {
  send(message: Outgoing): void;
  onMessage(listener: (message: Incoming) => void): void;
}

/**
 * Ends this process when its parent ends (the channel closes), for any reason, and leaves Ctrl-C to the parent.
 */
export function liveWithParent<Outgoing, Incoming>(): ParentChannel<Outgoing, Incoming> {
  process.on('SIGINT', () => {});
  process.once('disconnect', () => process.exit(0));
  return {
    send: (message) => process.send?.(message, undefined, undefined, () => {}),
    onMessage: (listener) => process.on('message', (message) => listener(message as Incoming)),
  };
}

/** Ends this process at once, even if work is still pending. */
export function leave(): never {
  process.exit(0);
}
