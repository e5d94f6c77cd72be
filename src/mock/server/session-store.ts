import type { Clock } from '../../platform/time/clock.ts';
import { Session } from './session.ts';

/** Long enough for every reconnect, short enough to keep ended conversations of a long run out of memory. */
const IDLE_LIMIT_MS = 10 * 60 * 1000;

export class SessionStore {
  private readonly clock: Clock;
  private readonly idleLimitUs: number;
  private readonly sessions = new Map<string, Session>();

  /** `neededMs`: how long a session is needed after its last use. Default 0; ten minutes are added. */
  constructor(clock: Clock, neededMs = 0) {
    this.clock = clock;
    this.idleLimitUs = (neededMs + IDLE_LIMIT_MS) * 1000;
  }

  get size(): number {
    return this.sessions.size;
  }

  find(sessionId: string): Session | undefined {
    return this.sessions.get(sessionId);
  }

  /** The session with this id, created if it is new, and marked as used. */
  open(sessionId: string): Session {
    const nowUs = this.clock.nowUs();
    const session = this.sessions.get(sessionId) ?? new Session(sessionId, nowUs);
    session.lastUsedAtUs = nowUs;
    this.sessions.set(sessionId, session);
    return session;
  }

  /** Must be called when its connection has ended: its idle time starts now. */
  touch(session: Session): void {
    session.lastUsedAtUs = this.clock.nowUs();
  }

  /** Removes sessions without a connection that were not used for ten minutes more than they are needed. */
  sweep(): void {
    const deadlineUs = this.clock.nowUs() - this.idleLimitUs;
    for (const [id, session] of this.sessions) {
      if (!session.link && session.lastUsedAtUs < deadlineUs) this.sessions.delete(id);
    }
  }
}
