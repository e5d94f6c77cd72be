import { CookieJar } from '../endpoint/cookie-jar.ts';
import type {
  ConnectionEvent,
  ConnectionListener,
  EndpointConnection,
  PathEvent,
  SessionIdentity,
} from '../endpoint/endpoint-connection.ts';
import { NEW_SESSION, type SessionMemory } from './machine/memory.ts';

/** A session and the connection it goes over. A kept one outlives its conversation and serves the next. */
export class SessionConnection {
  readonly identity: SessionIdentity;
  /** Cookies that the endpoint, or a proxy in front of it, has set in this session. */
  readonly cookies: CookieJar;
  /** What the session's last conversation hands on. */
  session: SessionMemory = NEW_SESSION;
  /** The connection was lost between conversations. */
  lost = false;
  /** Who hears its events now. */
  listener: ConnectionListener;
  connection: EndpointConnection | undefined;
  /** The lowest there has been, µs: what the path takes when nothing is in the way. */
  lowestRttUs: number | undefined;

  constructor(identity: SessionIdentity, cookies = new CookieJar()) {
    this.identity = identity;
    this.cookies = cookies;
    this.listener = this.idle;
  }

  open(open: (listener: ConnectionListener) => EndpointConnection): void {
    this.lost = false;
    this.connection = open((event, arrivedLoUs) => this.listener(event, arrivedLoUs));
  }

  /** Between two conversations nothing is measured, but what the session owes is still paid. */
  rest(session: SessionMemory): void {
    this.session = session;
    this.listener = this.idle;
  }

  close(): void {
    this.connection?.close();
    this.connection = undefined;
  }

  notePath({ rttLoUs }: PathEvent): void {
    this.lowestRttUs = Math.min(this.lowestRttUs ?? Number.POSITIVE_INFINITY, rttLoUs);
  }

  private readonly idle = (event: ConnectionEvent): void => {
    if (event.kind === 'closed') this.lost = true;
    if (event.kind === 'path') this.notePath(event);
    const { pingsOwed } = this.session;
    if (event.kind === 'final-ping' && pingsOwed > 0) this.session = { ...this.session, pingsOwed: pingsOwed - 1 };
  };
}
