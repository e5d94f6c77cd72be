import type { MockTally } from './mock-stats.ts';
import type { Session, SessionLink } from './session.ts';
import type { WireMessage } from './wire-message.ts';

/** How long a client has to acknowledge an event: the server's deadline that the official clients' comments name. */
const ACK_DEADLINE_MS = 2000;

/** Per session; of more, the oldest are forgotten, so that a client that never acknowledges cannot fill the memory. */
const KEPT_AT_MOST = 1000;

/**
 * Brings messages to a session's connection.
 *
 *     buffering  connection        the client wants acks   what happens
 *     off        yes               either                  sent
 *     off        no                                        lost, counted
 *     on         yes               no                      sent
 *     on         yes               yes                     sent, kept until acknowledged
 *     on         no                                        kept
 *
 * What is kept goes, in order, to the next connection of the session, so a client whose ack was lost sees it twice.
 * Only outputs and final pings are kept; typing and exceptions concern the moment.
 */
export class Delivery {
  private readonly tally: MockTally;
  private readonly buffering: boolean;

  constructor(tally: MockTally, buffering: boolean) {
    this.tally = tally;
    this.buffering = buffering;
  }

  /** Whether the message went out now. */
  send(session: Session, message: WireMessage): boolean {
    if (session.link?.socket.connected) {
      this.emit(session, session.link, message);
      return true;
    }
    if (this.buffering && isLasting(message)) keep(session, message);
    else this.tally.counters.lost += 1;
    return false;
  }

  /** To be called when a new connection of the session is ready. */
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
