import { excerpt } from '../../platform/redact.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { EndpointDeps } from '../endpoint-deps.ts';
import type { ConnectTrace } from '../network/connect-trace.ts';
import { isReset } from '../network-failure.ts';
import type { WebSocketLike } from './engine-like.ts';
import type { WireSocket } from './wire-socket.ts';

/** A peer that does not answer the closing handshake by then is disconnected; the library alone would wait 30 s for it. */
const CLOSING_US = 2_000_000;

/** Ends the wire of one connection, regardless of the peer and the library. */
export class WireClose {
  private readonly wire: WireSocket;
  /** Kept apart, since client 4 lets go of it when it closes. */
  private readonly webSocket: WebSocketLike | null;
  private readonly trace: ConnectTrace;
  private readonly system: EndpointDeps;
  private deadline: Timer | undefined;

  /** `trace` gets how the WebSocket was closed before the library hears of it. */
  constructor(wire: WireSocket, webSocket: WebSocketLike | null, trace: ConnectTrace, system: EndpointDeps) {
    this.wire = wire;
    this.webSocket = webSocket;
    this.trace = trace;
    this.system = system;
    webSocket?.once('upgrade', ({ socket }) => {
      socket.on('error', (error) => {
        trace.reset = isReset(error);
      });
    });
    webSocket?.prependListener('close', (code, reason) => {
      trace.close = { code, reason: reason.length === 0 ? '' : excerpt(reason.toString()), reset: trace.reset };
      this.deadline?.cancel();
    });
  }

  /** Call it once. */
  close(): void {
    try {
      this.wire.close();
    } catch {
      // A library that has thrown before may be halfway through something.
      this.terminate();
    }
    if (this.trace.close !== undefined) return;
    this.deadline = this.system.timers.at(this.system.clock.nowUs() + CLOSING_US, () => this.terminate());
  }

  /** Closes at once, without the closing handshake. */
  terminate(): void {
    this.webSocket?.terminate();
  }
}
