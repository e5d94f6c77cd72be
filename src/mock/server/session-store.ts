import type { Clock } from '../../platform/time/clock.ts';
import { Session } from './session.ts';

/** Long enough for every reconnect, short enough that a long run does not fill the memory with ended conversations. */
const IDLE_LIMIT_MS = 10 * 60 * 1000;

export class SessionStore {
  private readonly clock: Clock;
  private readonly idleLimitUs: number;
  private readonly sessions = new Map<string, Session>();

  /** `neededMs`: so long after its last use a session still matters. Default 0; ten minutes are added. */
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

  /** The session of that id, made if it is new, marked as used. */
  open(sessionId: string): Session {
    const nowUs = this.clock.nowUs();
    const session = this.sessions.get(sessionId) ?? new Session(sessionId, nowUs);
    session.lastUsedAtUs = nowUs;
    this.sessions.set(sessionId, session);
    return session;
  }

  /** To be called when its connection is gone: only now it begins to be idle. */
  touch(session: Session): void {
    session.lastUsedAtUs = this.clock.nowUs();
  }

  /** Forgets sessions that have no connection and were not used for ten minutes, or for ten more than they matter. */
  sweep(): void {
    const deadlineUs = this.clock.nowUs() - this.idleLimitUs;
    for (const [id, session] of this.sessions) {
      if (!session.link && session.lastUsedAtUs < deadlineUs) this.sessions.delete(id);
    }
  }
}
