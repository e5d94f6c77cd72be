import type { Socket } from 'socket.io';
import { drawMs } from '../../platform/distribution.ts';
import { type RandomStream, randomStream } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { PendingTimers } from '../../platform/time/pending-timers.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { Dialect, HeardInput } from '../dialects/dialect.ts';
import type { Identity } from '../dialects/identity.ts';
import { hangWire } from '../faults/broken-wire.ts';
import type { Freezer } from '../faults/freezer.ts';
import type { MockOptions } from '../mock-options.ts';
import type { Delivery } from './delivery.ts';
import type { MockTally } from './mock-stats.ts';
import { Presence } from './presence.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './session-store.ts';
import { type TurnPlayer, traceIdOf } from './turn-player.ts';
import type { WireMessage } from './wire-message.ts';

export interface ConnectionHandlerDeps {
  readonly options: MockOptions;
  readonly dialect: Dialect;
  readonly sessions: SessionStore;
  readonly player: TurnPlayer;
  readonly delivery: Delivery;
  readonly tally: MockTally;
  readonly timers: PendingTimers;
  readonly clock: Clock;
  readonly freezer: Freezer;
}

/** One admitted connection. */
interface Client {
  readonly socket: Socket;
  readonly identity: Identity;
  readonly session: Session;
  /** Random draws of this connection. */
  readonly stream: RandomStream;
  /** Cancelled when the connection ends. */
  readonly timers: Set<Timer>;
  /** The ready signal has not been sent yet. */
  awaitsReady: boolean;
}

/**
 * Handles connections.
 *
 *     connected ─ the client says who it is ─ incomplete, wrong token ─ disconnected before ready
 *                                            └─ admitted ─ readyMs ─ ready signal ─ kept messages are sent again
 */
export class ConnectionHandler {
  private readonly deps: ConnectionHandlerDeps;
  private readonly presence: Presence;
  private connections = 0;

  constructor(deps: ConnectionHandlerDeps) {
    this.deps = deps;
    this.presence = new Presence(deps.options.disconnectGraceMs, deps.timers, deps.tally.counters);
  }

  receive(socket: Socket): void {
    const { counters } = this.deps.tally;
    counters.connections += 1;
    counters[socket.conn.protocol === 3 ? 'connectionsEio3' : 'connectionsEio4'] += 1;
    if (socket.conn.transport.name === 'polling') counters.connectionsPolling += 1;
    this.connections += 1;
    const stream = randomStream(this.deps.options.seed, this.connections, 'connection');
    socket.once('disconnect', () => {
      counters.disconnects += 1;
    });
    this.deps.dialect.identify(socket, (identity) => {
      if (socket.connected) this.examine(socket, identity, stream);
    });
  }

  private examine(socket: Socket, identity: Identity | undefined, stream: RandomStream): void {
    const { options, tally } = this.deps;
    if (!identity) {
      tally.counters.rejectedIncomplete += 1;
      socket.disconnect(true);
    } else if (options.token !== undefined && identity.urlToken !== options.token) {
      tally.counters.rejectedToken += 1;
      this.explainWrongToken(socket);
      socket.disconnect(true);
    } else {
      this.admit(socket, identity, stream);
    }
  }

  private explainWrongToken(socket: Socket): void {
    const { options, dialect } = this.deps;
    if (options.wrongToken === 'exception') this.send(socket, dialect.exception('unknown URL token'));
    if (options.wrongToken === 'error-output') this.send(socket, dialect.errorOutput('unknown URL token'));
  }

  private admit(socket: Socket, identity: Identity, stream: RandomStream): void {
    const { options, dialect, sessions, tally } = this.deps;
    tally.contact(identity.userId);
    const session = sessions.open(identity.sessionId);
    const link = { socket, acks: options.buffering && identity.emitWithAck };
    session.link = link;
    this.presence.came(session);
    const staysUnready = stream.next() < options.faults.neverReady;
    if (staysUnready) tally.counters.faultNeverReady += 1;
    const signals = dialect.signalsReady && options.readyMs !== undefined;
    const awaitsReady = staysUnready || signals;
    const visit: Client = { socket, identity, session, stream, timers: new Set(), awaitsReady };
    dialect.listen(socket, identity, {
      input: (input) => this.accept(visit, input),
      invalid: (problem) => this.reject(visit, problem),
      typing: () => {
        tally.counters.clientTyping += 1;
      },
    });
    socket.once('disconnect', () => {
      for (const timer of visit.timers) timer.cancel();
      if (session.link === link) session.link = undefined;
      if (!session.link) this.presence.went(session);
      sessions.touch(session);
    });
    if (!staysUnready && signals) this.later(visit, options.readyMs ?? 0, () => this.welcome(visit));
    if (!signals) this.settle(visit);
  }

  private welcome(visit: Client): void {
    visit.awaitsReady = false;
    this.deps.tally.counters.ready += 1;
    this.deps.dialect.welcome(visit.socket, visit.identity);
    this.settle(visit);
  }

  /** Starts what runs on a ready connection. */
  private settle(visit: Client): void {
    const { heartbeatStop, heartbeatStopAfterMs } = this.deps.options.faults;
    this.deps.delivery.redeliver(visit.session);
    if (visit.stream.next() < heartbeatStop) this.later(visit, heartbeatStopAfterMs, () => this.hang(visit));
    this.chatter(visit);
  }

  private accept(visit: Client, input: HeardInput): void {
    const { counters } = this.deps.tally;
    counters.inputs += 1;
    this.deps.tally.inputFrom(input.channel, visit.session.id);
    if (visit.identity.testMode) this.deps.tally.testInput(this.deps.clock.nowUs());
    if (visit.awaitsReady && this.deps.options.earlyInput === 'drop') {
      counters.inputsEarly += 1;
      return;
    }
    const { text, data, resetFlow } = input;
    const session = this.sessionOf(visit, input);
    session.ack = input.ack;
    this.deps.player.take(session, { text, data, resetFlow, origin: 'realtimeClient' });
  }

  /** Inputs may name a session that the connection did not. */
  private sessionOf({ session }: Client, { sessionId = session.id }: HeardInput): Session {
    if (sessionId === session.id) return session;
    const named = this.deps.sessions.open(sessionId);
    named.link = session.link;
    return named;
  }

  private reject(visit: Client, problem: string): void {
    this.deps.tally.counters.inputsInvalid += 1;
    this.send(visit.socket, this.deps.dialect.exception(problem));
  }

  private send(socket: Socket, message: WireMessage | undefined): void {
    if (!message) return;
    this.deps.tally.sent(message);
    socket.emit(message.event, message.payload);
  }

  private hang(visit: Client): void {
    this.deps.tally.counters.faultHeartbeatStop += 1;
    hangWire(visit.socket);
  }

  /** Unsolicited outputs, one after another. */
  private chatter(visit: Client): void {
    const { options, freezer } = this.deps;
    if (!options.unsolicited) return;
    this.later(visit, drawMs(options.unsolicited, visit.stream), () => {
      freezer.whenThawed(() => this.mention(visit.session));
      this.chatter(visit);
    });
  }

  private mention(session: Session): void {
    const { options, dialect, tally, delivery } = this.deps;
    session.pushes += 1;
    const traceId = traceIdOf(options.seed, session.id, `push ${session.pushes}`, 'httpIncomingMessage');
    const reply = { text: `By the way: table ${session.pushes} has just become free.`, data: null };
    if (delivery.send(session, dialect.output(reply, { traceId }))) {
      tally.counters.unsolicited += 1;
    }
  }

  private later(visit: Client, delayMs: number, callback: () => void): void {
    const timer = this.deps.timers.after(delayMs, () => {
      visit.timers.delete(timer);
      callback();
    });
    visit.timers.add(timer);
  }
}
