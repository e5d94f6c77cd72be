import type { Clock } from '../platform/clock.ts';
import type { Arrival } from '../platform/inbox.ts';
import type { PathEvent, SentInstant } from './endpoint-connection.ts';
import type { WebSocketLike } from './engine-like.ts';

/** A path does not change from turn to turn, and an endpoint has better to do than to answer pings. */
const PERIOD_US = 10_000_000;

/**
 * Measures the path to an endpoint and back by WebSocket pings (RFC 6455, 5.5.2: whoever gets one must answer it), which no
 * bot sees. They are answered where the WebSocket ends, which a TCP handshake may not reach: an edge ends that. Where no
 * answer comes, nothing is measured and nothing else happens.
 */
export class PathProbe {
  private readonly webSocket: WebSocketLike | null;
  private readonly clock: Clock;
  private sent: SentInstant | undefined;
  /** Tells an answer from one to an earlier ping, and from a pong nobody asked for. */
  private count = 0;

  /** `arrival`: the edges of what is being read. `onPath` is told of each answer. */
  constructor(
    webSocket: WebSocketLike | null,
    clock: Clock,
    arrival: () => Arrival,
    onPath: (event: PathEvent) => void,
  ) {
    this.webSocket = webSocket;
    this.clock = clock;
    webSocket?.on('pong', (data) => {
      if (!this.sent || data.toString() !== String(this.count)) return;
      const { loUs, hiUs } = arrival();
      const rttLoUs = Math.max(0, loUs - this.sent.hiUs);
      const rttHiUs = hiUs - this.sent.loUs;
      // It was asked and is answered: the next one is sent in its time.
      this.count += 1;
      onPath({ kind: 'path', atUs: hiUs, rttLoUs, rttHiUs });
    });
  }

  /** Pings, unless it has done so in the last ten seconds. To be called while the connection is ready. */
  askNowAndThen(): void {
    const loUs = this.clock.nowUs();
    if (this.sent && loUs - this.sent.loUs < PERIOD_US) return;
    this.count += 1;
    this.webSocket?.ping(String(this.count));
    this.sent = { loUs, hiUs: this.clock.nowUs() };
  }
}
