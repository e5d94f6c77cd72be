import { CookieJar } from '../endpoint/cookie-jar.ts';
import type {
  ConnectionEvent,
  ConnectionListener,
  EndpointConnection,
  PathEvent,
  SessionIdentity,
} from '../endpoint/endpoint-connection.ts';
import type { Failure } from './checks/failure.ts';
import type { PerSession, Presented } from './conversation-deps.ts';
import { NEW_SESSION, type SessionMemory } from './machine/memory.ts';
import type { PlannedConversation } from './plan-conversation.ts';
import { type Position, present } from './present.ts';

/** A session and its connection. A kept one is used by the next conversation of its user. */
export class SessionConnection {
  /** As at its last connection. */
  presented: Presented;
  /** Whose it is (`ownerOf`); empty if no other conversation can continue it. */
  readonly owner: string;
  /** Cookies that the endpoint, or a proxy in front of it, has set in this session. */
  readonly cookies: CookieJar;
  /** State from the last conversation of the session. */
  memory: SessionMemory = NEW_SESSION;
  /** The connection was lost between conversations. */
  lost = false;
  /** Receives its events. */
  listener: ConnectionListener;
  connection: EndpointConnection | undefined;
  /** The lowest round trip so far, µs: the network latency without queueing. */
  lowestRttUs: number | undefined;
  private traced: ((event: ConnectionEvent) => void) | undefined;

  constructor(identity: SessionIdentity, owner = '', cookies = new CookieJar()) {
    this.presented = { identity };
    this.owner = owner;
    this.cookies = cookies;
    this.listener = this.idle;
  }

  get identity(): SessionIdentity {
    return this.presented.identity;
  }

  /** Renders what it presents at its next connection; the failure if that cannot be done. */
  prepare(plan: PlannedConversation, perSession: PerSession | undefined, position: Position): Failure | undefined {
    const presented = present(plan, perSession, this.identity, position);
    if (!('identity' in presented)) return presented;
    this.presented = presented;
    return undefined;
  }

  /** The same session for another connection of it, or the session that follows it. */
  next(sessionId: string): SessionConnection {
    const { identity, owner, cookies } = this;
    const isSame = sessionId === identity.sessionId;
    return new SessionConnection({ ...identity, sessionId }, owner, isSame ? cookies : undefined);
  }

  open(open: (listener: ConnectionListener) => EndpointConnection): void {
    this.lost = false;
    this.connection = open((event, arrivedLoUs) => this.listener(event, arrivedLoUs));
  }

  /**
   * Keeps the session for the next conversation. Until then nothing is measured, but pending final pings are counted off.
   * `traced`: receives the events until then.
   */
  keep(session: SessionMemory, traced?: (event: ConnectionEvent) => void): void {
    this.memory = session;
    this.traced = traced;
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
    this.traced?.(event);
    if (event.kind === 'closed') this.lost = true;
    if (event.kind === 'path') this.notePath(event);
    const { pendingPings } = this.memory;
    if (event.kind === 'final-ping' && pendingPings > 0)
      this.memory = { ...this.memory, pendingPings: pendingPings - 1 };
  };
}
