import type { ConnectionEvent, ConnectionListener } from '../endpoint-connection.ts';

/** Passes events to a listener and remembers what it threw: that is a bug, not a fault of the wire. */
export class WatchedListener {
  private readonly listener: ConnectionListener;
  private thrown: { readonly what: unknown } | undefined;

  constructor(listener: ConnectionListener) {
    this.listener = listener;
  }

  deliver(event: ConnectionEvent, arrivedLoUs: number): void {
    try {
      this.listener(event, arrivedLoUs);
    } catch (what) {
      this.thrown = { what };
      throw what;
    }
  }

  threw(what: unknown): boolean {
    return this.thrown?.what === what && this.thrown !== undefined;
  }
}
