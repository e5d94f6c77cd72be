import type { Socket } from 'socket.io';
import { drawMs } from '../../platform/distribution.ts';
import { type RandomStream, randomStream } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { PendingTimers } from '../../platform/time/pending-timers.ts';
import type { Timer } from '../../platform/time/timers.ts';
import { hangWire } from '../faults/broken-wire.ts';
import type { Freezer } from '../faults/freezer.ts';
import type { MockOptions } from '../mock-options.ts';
import type { Delivery } from './delivery.ts';
import { type Identity, readIdentity } from './identity.ts';
import type { MockTally } from './mock-stats.ts';
import { Presence } from './presence.ts';
import { parseProcessInput, type ReceivedInput } from './process-input.ts';
import type { Session } from './session.ts';
import type { SessionStore } from './session-store.ts';
import { type TurnPlayer, traceIdOf } from './turn-player.ts';
import { errorOutputMessage, exceptionMessage, outputMessage, type WireMessage } from './wire-message.ts';

/** Timeout of the inner handshake. */
const HANDSHAKE_DEADLINE_MS = 10_000;

export interface ConnectionHandlerDeps {
  readonly options: MockOptions;
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
  /** `endpoint-ready` has not been sent yet. */
  awaitsReady: boolean;
}

/**
 * Handles connections.
 *
 *     connected ─ handshake=true ─ ask for the ids ─┐
 *         └────── ids in the query ─────────────────┴─ incomplete, wrong token ─ disconnected before ready
 *                                                   └─ admitted ─ readyMs ─ endpoint-ready ─ kept messages are sent again
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
    if (socket.handshake.query.handshake !== 'true') {
      this.examine(socket, readIdentity(socket.handshake.query), stream);
      return;
    }
    socket.timeout(HANDSHAKE_DEADLINE_MS).emit('handshake', (missed: Error | null, answer: unknown) => {
      if (!missed) counters.innerHandshakes += 1;
      if (socket.connected) this.examine(socket, missed ? undefined : readIdentity(answer), stream);
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
    const { wrongToken } = this.deps.options;
    if (wrongToken === 'exception') this.send(socket, exceptionMessage('unknown URL token'));
    if (wrongToken === 'error-output') this.send(socket, errorOutputMessage('unknown URL token'));
  }

  private admit(socket: Socket, identity: Identity, stream: RandomStream): void {
    const { options, sessions, tally } = this.deps;
    tally.contact(identity.userId);
    const session = sessions.open(identity.sessionId);
    const link = { socket, acks: options.buffering && identity.emitWithAck };
    session.link = link;
    this.presence.came(session);
    const staysUnready = stream.next() < options.faults.neverReady;
    if (staysUnready) tally.counters.faultNeverReady += 1;
    const awaitsReady = staysUnready || options.readyMs !== undefined;
    const visit: Client = { socket, identity, session, stream, timers: new Set(), awaitsReady };
    socket.on('processInput', (payload: unknown) => this.hear(visit, payload));
    socket.on('typingStatus', () => {
      tally.counters.clientTyping += 1;
    });
    socket.once('disconnect', () => {
      for (const timer of visit.timers) timer.cancel();
      if (session.link === link) session.link = undefined;
      if (!session.link) this.presence.went(session);
      sessions.touch(session);
    });
    if (!staysUnready && options.readyMs !== undefined) this.later(visit, options.readyMs, () => this.welcome(visit));
    if (options.readyMs === undefined) this.settle(visit);
  }

  private welcome(visit: Client): void {
    visit.awaitsReady = false;
    this.deps.tally.counters.ready += 1;
    visit.socket.emit('endpoint-ready', {});
    this.settle(visit);
  }

  /** Starts what runs on a ready connection. */
  private settle(visit: Client): void {
    const { heartbeatStop, heartbeatStopAfterMs } = this.deps.options.faults;
    this.deps.delivery.redeliver(visit.session);
    if (visit.stream.next() < heartbeatStop) this.later(visit, heartbeatStopAfterMs, () => this.hang(visit));
    this.chatter(visit);
  }

  private hear(visit: Client, payload: unknown): void {
    const input = parseProcessInput(payload);
    const problem = typeof input === 'string' ? input : mismatch(input, visit.identity);
    if (typeof input === 'string' || problem !== undefined) this.reject(visit, String(problem));
    else this.accept(visit, input);
  }

  private accept(visit: Client, input: ReceivedInput): void {
    const { counters } = this.deps.tally;
    counters.inputs += 1;
    this.deps.tally.inputFrom(input.channel, visit.session.id);
    if (visit.identity.testMode) this.deps.tally.testInput(this.deps.clock.nowUs());
    if (visit.awaitsReady && this.deps.options.earlyInput === 'drop') {
      counters.inputsEarly += 1;
      return;
    }
    const { text, data, resetFlow } = input;
    this.deps.player.take(visit.session, { text, data, resetFlow, origin: 'realtimeClient' });
  }

  private reject(visit: Client, problem: string): void {
    this.deps.tally.counters.inputsInvalid += 1;
    this.send(visit.socket, exceptionMessage(problem));
  }

  private send(socket: Socket, message: WireMessage): void {
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
    const { options, tally, delivery } = this.deps;
    session.pushes += 1;
    const traceId = traceIdOf(options.seed, session.id, `push ${session.pushes}`, 'httpIncomingMessage');
    const reply = { text: `By the way: table ${session.pushes} has just become free.`, data: null };
    if (delivery.send(session, outputMessage(reply, { traceId, dataAsText: options.dataAsText }))) {
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

/** The ids of an input must be those of its connection. */
function mismatch(
  input: { URLToken: string; userId: string; sessionId: string },
  identity: Identity,
): string | undefined {
  if (input.URLToken !== identity.urlToken) return 'processInput: URLToken is not the one of this connection';
  if (input.userId !== identity.userId) return 'processInput: userId is not the one of this connection';
  if (input.sessionId !== identity.sessionId) return 'processInput: sessionId is not the one of this connection';
  return undefined;
}
