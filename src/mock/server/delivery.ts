import type { MockTally } from './mock-stats.ts';
import type { Session, SessionLink } from './session.ts';
import type { WireMessage } from './wire-message.ts';

/** Time limit for an acknowledgement, as in the comments of the official clients. */
const ACK_DEADLINE_MS = 2000;

/** Maximum per session; the oldest are dropped, so that a client that never acknowledges cannot fill the memory. */
const KEPT_AT_MOST = 1000;

/**
 * Delivers messages to the connection of a session.
 *
 *     buffering  connection        acks requested        what happens
 *     off        yes               either                  sent
 *     off        no                                        lost, counted
 *     on         yes               no                      sent
 *     on         yes               yes                     sent, kept until acknowledged
 *     on         no                                        kept
 *
 * Kept messages go, in order, to the next connection of the session, so a client whose ack was lost gets them twice. Only
 * outputs and final pings are kept, not typing events and exceptions.
 */
export class Delivery {
  private readonly tally: MockTally;
  private readonly buffering: boolean;

  constructor(tally: MockTally, buffering: boolean) {
    this.tally = tally;
    this.buffering = buffering;
  }

  /** Whether the message was sent now. */
  send(session: Session, message: WireMessage): boolean {
    if (session.link?.socket.connected) {
      this.emit(session, session.link, message);
      return true;
    }
    if (this.buffering && isLasting(message)) keep(session, message);
    else this.tally.counters.lost += 1;
    return false;
  }

  /** Must be called when a new connection of the session is ready. */
  redeliver(session: Session): void {
    const { link } = session;
    if (!link) return;
    const kept = [...session.undelivered];
    session.undelivered.clear();
    for (const message of kept) {
      this.tally.counters.redelivered += 1;
      this.emit(session, link, message);
    }
  }

  private emit(session: Session, link: SessionLink, message: WireMessage): void {
    this.tally.sent(message);
    if (message.viaAck) {
      session.ack?.(message.payload);
      session.ack = undefined;
      return;
    }
    if (!link.acks || !isLasting(message)) {
      link.socket.emit(message.event, message.payload);
      return;
    }
    const { counters } = this.tally;
    counters.acksAsked += 1;
    keep(session, message);
    link.socket.timeout(ACK_DEADLINE_MS).emit(message.event, message.payload, (missed: Error | null) => {
      if (missed) {
        counters.acksMissed += 1;
        return;
      }
      counters.acksReceived += 1;
      session.undelivered.delete(message);
    });
  }
}

function keep(session: Session, message: WireMessage): void {
  session.undelivered.add(message);
  if (session.undelivered.size <= KEPT_AT_MOST) return;
  const [oldest] = session.undelivered;
  if (oldest) session.undelivered.delete(oldest);
}

function isLasting(message: WireMessage): boolean {
  return (
    message.role === 'output' ||
    message.role === 'marker' ||
    message.role === 'error-output' ||
    message.role === 'final-ping'
  );
}
