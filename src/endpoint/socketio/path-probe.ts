import { freshSeed } from '../../platform/random.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { elapsed } from '../../platform/time/elapsed.ts';
import type { PathEvent } from '../endpoint-connection.ts';
import type { WebSocketLike } from './engine-like.ts';

/** A path does not change from turn to turn, and an endpoint has better to do than to answer pings. */
const PERIOD_US = 10_000_000;

export interface PathProbeDeps {
  readonly clock: Clock;
  /** A number that the server cannot guess, so that it cannot answer a ping before it has got it. Default: a random one. */
  readonly nonce?: () => number;
}

/** The connection whose path is measured. */
export interface PathOwner {
  /** Bounds of the data being read. */
  readonly arrival: Bounds;
  /** Gets each answer. */
  onPath(event: PathEvent): void;
}

/**
 * Measures the path to an endpoint and back by WebSocket pings (RFC 6455, 5.5.2: the peer must answer), which no
 * bot sees. They are answered where the WebSocket ends, which a TCP handshake may not reach, because a CDN or load balancer ends that. Where no
 * answer comes, nothing is measured and nothing else happens.
 */
export class PathProbe {
  private readonly webSocket: WebSocketLike | null;
  private readonly deps: PathProbeDeps;
  private sent: Bounds | undefined;
  /** Payload of the unanswered ping. */
  private payload: string | undefined;

  constructor(webSocket: WebSocketLike | null, owner: PathOwner, deps: PathProbeDeps) {
    this.webSocket = webSocket;
    this.deps = deps;
    webSocket?.on('pong', (data) => {
      const { arrival: arrived } = owner;
      if (!this.sent || data.toString() !== this.payload || arrived.hiUs < this.sent.loUs) return;
      const { loUs: rttLoUs, hiUs: rttHiUs } = elapsed(this.sent, arrived);
      // Answered once: the next one is sent in its time.
      this.payload = undefined;
      owner.onPath({ kind: 'path', atUs: arrived.hiUs, rttLoUs, rttHiUs });
    });
  }

  /** Pings, unless it has done so in the last ten seconds. To be called while the connection is ready. */
  askNowAndThen(): void {
    const { clock, nonce = freshSeed } = this.deps;
    const loUs = clock.nowUs();
    if (this.sent && loUs - this.sent.loUs < PERIOD_US) return;
    this.payload = String(nonce());
    // A Buffer makes the WebSocket library write header and payload as one, in one system call.
    this.webSocket?.ping(Buffer.from(this.payload));
    this.sent = { loUs, hiUs: clock.nowUs() };
  }
}
