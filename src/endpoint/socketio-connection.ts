import { type Arrival, Inbox } from '../platform/inbox.ts';
import type { Timer } from '../platform/timers.ts';
import { classifyConnectError, classifyConnectTimeout, droppedBeforeReady } from './connect-failure.ts';
import { connectQuery, handshakeAnswer } from './connect-query.ts';
import { ConnectTrace } from './connect-trace.ts';
import { classifyDisconnect } from './disconnect-failure.ts';
import type {
  ConnectionListener,
  EndpointConnection,
  PathEvent,
  SentInstant,
  SessionIdentity,
  UserInput,
} from './endpoint-connection.ts';
import type { EndpointFailure } from './endpoint-failure.ts';
import type { SettledEndpoint } from './endpoint-settings.ts';
import type { EndpointWorld } from './endpoint-world.ts';
import { guardHandshake, type WebSocketLike } from './engine-like.ts';
import { type EventPackets, takeEventPackets } from './event-packets.ts';
import { handshakeFacts } from './handshake-facts.ts';
import { routeFor } from './network-route.ts';
import { PathProbe } from './path-probe.ts';
import { type InputEnvelope, inputEnvelope, inputEvent } from './process-input.ts';
import { handshakeMissing, neverReady, Readiness, type ReadyVerdict } from './readiness.ts';
import { timedAgent } from './timed-agent.ts';
import { toConnectionEvent } from './turn-events.ts';
import type { OpenWireSocket, WireHandlers, WireSocket } from './wire-socket.ts';
import { textOf } from './wire-value.ts';

/** A peer that does not answer the closing handshake by then is cut off; the library alone would wait 30 s for it. */
const CLOSING_US = 2_000_000;

/** What an event is called whose name is no text. */
const NAMELESS = 'nameless';

/**
 * One line to an endpoint over either client library.
 *
 *     state      connected    ready (signal, assumed)   error or end of the wire   connect timeout   close()
 *     opening    → connected  remembered                → ended: failed            → ended: failed   → ended
 *     connected  –            → ready                   → ended: failed            → ended: failed   → ended
 *     ready      –            –                         → ended: closed            –                 → ended
 *     ended      nothing happens any more
 */
export class SocketIoConnection implements EndpointConnection {
  private state: 'opening' | 'connected' | 'ready' | 'ended' = 'opening';
  private readonly settings: SettledEndpoint;
  private readonly identity: SessionIdentity;
  private readonly listener: ConnectionListener;
  private readonly world: EndpointWorld;
  private readonly eio: 3 | 4;
  private readonly trace: ConnectTrace;
  private readonly envelope: InputEnvelope;
  private readonly readiness: Readiness;
  private readonly wire: WireSocket;
  private readonly packets: EventPackets;
  /** Kept apart, since client 4 lets go of it when it closes. */
  private readonly webSocket: WebSocketLike | null;
  private readonly path: PathProbe;
  private readonly deadline: Timer;
  private assumption: Timer | undefined;
  private closing: Timer | undefined;
  private handshake: unknown;
  private innerHandshakeSeen = false;
  private lastError: unknown;
  private readonly inbox: Inbox;
  /** Of the bytes that are being taken apart. */
  private arrival: Arrival = { loUs: 0, hiUs: 0 };

  constructor(
    open: OpenWireSocket,
    settings: SettledEndpoint,
    identity: SessionIdentity,
    listener: ConnectionListener,
    world: EndpointWorld,
  ) {
    this.settings = settings;
    this.identity = identity;
    this.listener = listener;
    this.world = world;
    this.inbox = world.inbox ?? new Inbox(world.clock);
    this.eio = settings.socketio === 4 ? 4 : 3;
    this.envelope = inputEnvelope(settings, identity);
    this.readiness = new Readiness(settings.ready, settings.handshake === 'inner');
    const route = routeFor(settings, world);
    this.trace = new ConnectTrace(route);
    const dueUs = world.clock.nowUs() + settings.connectTimeoutMs * 1000;
    const options = {
      path: settings.address.path,
      query: connectQuery(settings, identity),
      agent: timedAgent(route, this.trace),
      extraHeaders: { ...settings.headers },
    };
    this.wire = open(settings.address.origin, options, this.handlers());
    this.webSocket = this.wire.engine.transport.ws;
    this.path = new PathProbe(this.webSocket, world.clock, () => this.arrival, this.onPath);
    this.watchEngine();
    this.packets = takeEventPackets(this.wire.engine.transport, this.wire.isConnected, this.received);
    this.deadline = world.timers.at(dueUs, () => this.timedOut());
  }

  say(input: UserInput): SentInstant {
    if (this.state !== 'ready') throw new Error(`say in state ${this.state}`);
    const json = inputEvent(this.envelope, input);
    const loUs = this.world.clock.nowUs();
    this.packets.emit(json);
    const sent = { loUs, hiUs: this.world.clock.nowUs() };
    this.path.askNowAndThen();
    return sent;
  }

  typing(on: boolean): void {
    if (this.state === 'ready') this.packets.emit(`["typingStatus",{"status":"${on ? 'typingOn' : 'typingOff'}"}]`);
  }

  close(): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.deadline.cancel();
    this.assumption?.cancel();
    this.wire.close();
    if (this.trace.closeCode !== undefined) return;
    this.closing = this.world.timers.at(this.world.clock.nowUs() + CLOSING_US, () => this.webSocket?.terminate());
  }

  private handlers(): WireHandlers {
    return {
      connected: () => this.connected(),
      erred: (error) => this.erred(error),
      ended: (reason, details) => this.ended(reason, details),
      received: this.received,
    };
  }

  private watchEngine(): void {
    const { engine } = this.wire;
    const { trace, world, webSocket } = this;
    guardHandshake(engine.transport);
    engine.once('handshake', (handshake) => {
      trace.engineOpenUs = world.clock.nowUs();
      this.handshake = handshake;
    });
    // The libraries keep some ends to themselves, such as a WebSocket closed before Socket.IO is open. Theirs comes first.
    engine.once('close', (reason, details) => queueMicrotask(() => this.ended(reason, details)));
    webSocket?.once('upgrade', ({ socket }) => {
      trace.upgradeEndUs = world.clock.nowUs();
      // Not before the library listens: the first bytes would pass it by.
      webSocket.once('open', () => this.inbox.takeOver(socket, this.onChunk));
    });
    webSocket?.prependListener('close', (code) => {
      trace.closeCode = code;
      this.closing?.cancel();
    });
  }

  private connected(): void {
    const { hiUs: atUs } = this.arrival;
    if (this.state !== 'opening') return;
    this.state = 'connected';
    const handshake = handshakeFacts(this.eio, this.handshake, this.trace.remoteAddress);
    this.listener({ kind: 'connected', atUs, handshake, phases: this.trace.phases(atUs) }, this.arrival.loUs);
    this.consider(this.readiness.step(atUs), atUs);
  }

  private readonly onChunk = (arrival: Arrival): void => {
    this.arrival = arrival;
  };

  private readonly onPath = (event: PathEvent): void => {
    if (this.state === 'ready') this.listener(event, this.arrival.loUs);
  };

  /** Hot: every event of the wire. Its time was taken when its bytes came; the ack is second, then everything else. */
  private readonly received = (args: readonly unknown[]): void => {
    const { loUs, hiUs: atUs } = this.arrival;
    const ack = args[args.length - 1];
    const acked = isAck(ack);
    if (acked && args[0] !== 'handshake') ack();
    if (this.state === 'ended') return;
    const name = args[0];
    if (name === 'endpoint-ready') return this.consider(this.readiness.signal(), atUs);
    if (name === 'handshake' && acked) return this.introduce(ack, atUs);
    const payload = acked && args.length === 2 ? undefined : args[1];
    this.listener(toConnectionEvent(textOf(name) ?? NAMELESS, payload, atUs, acked), loUs);
  };

  /** The server asks who is there. */
  private introduce(answer: Ack, atUs: number): void {
    answer(handshakeAnswer(this.settings, this.identity));
    if (this.settings.handshake !== 'inner' || this.innerHandshakeSeen) return;
    this.innerHandshakeSeen = true;
    this.consider(this.readiness.step(atUs), atUs);
  }

  private consider(verdict: ReadyVerdict, atUs: number): void {
    if (verdict.ready !== undefined) return this.becomeReady(verdict.ready, atUs);
    if (verdict.assumeAtUs === undefined) return;
    this.assumption = this.world.timers.at(verdict.assumeAtUs, () =>
      this.becomeReady('assumed', this.world.clock.nowUs()),
    );
  }

  private becomeReady(how: 'signal' | 'assumed', atUs: number): void {
    if (this.state !== 'connected') return;
    this.state = 'ready';
    this.deadline.cancel();
    this.assumption?.cancel();
    this.path.askNowAndThen();
    this.listener({ kind: 'ready', atUs, how }, how === 'signal' ? this.arrival.loUs : atUs);
  }

  private erred(error: unknown): void {
    this.lastError = error;
    if (this.state === 'opening') this.fail(classifyConnectError(error, this.eio, this.trace));
  }

  private ended(reason: string, details: unknown): void {
    const error = this.lastError ?? (reason === 'transport error' ? details : undefined);
    const failure = classifyDisconnect(reason, this.trace.closeCode, error);
    if (this.state === 'ready') this.end('closed', failure);
    else if (this.state !== 'ended') this.fail(droppedBeforeReady(failure.message));
  }

  private timedOut(): void {
    const { connectTimeoutMs, handshake } = this.settings;
    if (this.state === 'opening') this.fail(classifyConnectTimeout(connectTimeoutMs, this.trace));
    else if (handshake === 'inner' && !this.innerHandshakeSeen) this.fail(handshakeMissing(connectTimeoutMs));
    else this.fail(neverReady(connectTimeoutMs));
  }

  private fail(failure: EndpointFailure): void {
    this.end('failed', failure);
  }

  private end(kind: 'failed' | 'closed', failure: EndpointFailure): void {
    if (this.state === 'ended') return;
    const atUs = this.world.clock.nowUs();
    this.close();
    // A peer that fell silent answers no closing handshake either.
    if (failure.class === 'heartbeat-lost') this.webSocket?.terminate();
    this.listener({ kind, atUs, failure }, this.inbox.arrivedLoUs(atUs));
  }
}

type Ack = (...args: unknown[]) => void;

function isAck(value: unknown): value is Ack {
  return typeof value === 'function';
}
