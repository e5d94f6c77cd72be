import { Inbox } from '../../platform/inbox.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { Timer } from '../../platform/time/timers.ts';
import { CookieJar } from '../cookie-jar.ts';
import type { ConnectionListener, EndpointConnection, PathEvent, UserInput } from '../endpoint-connection.ts';
import type { EndpointDeps } from '../endpoint-deps.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import { ConnectTrace } from '../network/connect-trace.ts';
import { routeFor } from '../network/network-route.ts';
import { dial, timedAgent } from '../network/timed-agent.ts';
import type { Decoded } from '../protocol/chat-protocol.ts';
import { Readiness, type ReadyVerdict } from '../protocol/readiness.ts';
import { textOf } from '../wire-value.ts';
import { classifyConnectError, classifyConnectTimeout, droppedBeforeReady } from './connect-failure.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import { classifyDisconnect } from './disconnect-failure.ts';
import { guardHandshake, limitHeartbeat, type WebSocketLike } from './engine-like.ts';
import { type AckTaker, EventPackets } from './event-packets.ts';
import { internalError, protocolError } from './handler-failure.ts';
import { handshakeFacts } from './handshake-facts.ts';
import { keepCookies } from './keep-cookies.ts';
import { type PathOwner, PathProbe } from './path-probe.ts';
import { RefusedUpgrade } from './refused-upgrade.ts';
import { ackIn, payloadIn } from './take-events.ts';
import { WatchedListener } from './watched-listener.ts';
import { WireClose } from './wire-close.ts';
import type { OpenWireSocket, WireHandlers, WireSocket } from './wire-socket.ts';

/**
 * One connection to an endpoint over either client library.
 *
 *     state      connected    ready (signal, assumed)   error or end of the wire   connect timeout   close()
 *     opening    → connected  remembered                → ended: failed            → ended: failed   → ended
 *     connected  –            → ready                   → ended: failed            → ended: failed   → ended
 *     ready      –            –                         → ended: closed            –                 → ended
 *     ended      nothing happens any more
 *
 * What throws while it works on the wire's data, in the libraries or here, ends the connection; so does a listener that
 * throws, as a bug of its own.
 */
export class SocketIoConnection implements EndpointConnection, WireHandlers, PathOwner {
  private state: 'opening' | 'connected' | 'ready' | 'ended' = 'opening';
  private readonly settings: ConnectionPlan['settings'];
  private readonly session: ConnectionPlan['session'];
  private readonly listener: WatchedListener;
  private readonly system: EndpointDeps;
  private readonly eio: 3 | 4;
  private readonly trace: ConnectTrace;
  private readonly readiness: Readiness;
  private readonly wire: WireSocket;
  private readonly packets: EventPackets;
  private readonly wireClose: WireClose;
  private readonly path: PathProbe;
  private readonly inputAcked: AckTaker | undefined;
  private deadline: Timer | undefined;
  private readonly refused: RefusedUpgrade;
  private assumption: Timer | undefined;
  private handshake: unknown;
  private lastError: unknown;
  private readonly inbox: Inbox;
  /** Bounds of the arrival of the bytes being parsed. */
  arrival: Bounds = { loUs: 0, hiUs: 0 };
  /** Delivers what has been read and waits. */
  private deliverWaiting: (() => void) | undefined;

  constructor(
    open: OpenWireSocket,
    { settings, session, cookies = new CookieJar() }: ConnectionPlan,
    listener: ConnectionListener,
    system: EndpointDeps,
  ) {
    this.settings = settings;
    this.session = session;
    this.listener = new WatchedListener(listener);
    this.system = system;
    this.inbox = system.inbox ?? new Inbox(system.clock);
    this.eio = settings.socketio === 4 ? 4 : 3;
    this.readiness = new Readiness(settings.ready, session.asksIdentity);
    const route = routeFor(settings, system);
    this.trace = new ConnectTrace(route);
    const dueUs = system.clock.nowUs() + settings.connectTimeoutMs * 1000;
    const options = {
      path: settings.address.path,
      query: { ...settings.query, ...session.query },
      auth: session.auth,
      agent: () => timedAgent(route, this.trace),
      dial: route.proxy ? undefined : () => dial(route, this.trace),
      extraHeaders: cookies.addTo(settings.headers, system.clock),
    };
    const { namespace = '/', decodeInputAck } = session;
    this.wire = open({ origin: settings.address.origin, namespace }, options, this);
    const webSocket = this.wire.engine.transport.ws;
    this.path = new PathProbe(webSocket, this, system);
    keepCookies(webSocket, cookies, route, system);
    this.refused = new RefusedUpgrade(webSocket, { eio: this.eio, trace: this.trace }, system, (failure, atUs) =>
      this.end(failure, atUs),
    );
    this.watchEngine(webSocket);
    this.wireClose = new WireClose(this.wire, webSocket, this.trace, system);
    this.packets = new EventPackets(this.wire, namespace, this);
    this.inputAcked = decodeInputAck && ((args) => this.take(decodeInputAck(args[0], this.arrival.hiUs)));
    this.deadline = system.timers.at(dueUs, () => this.timedOut());
  }

  catchUp(): void {
    this.deliverWaiting?.();
  }

  say(input: UserInput): Bounds {
    if (this.state !== 'ready') throw new Error(`say in state ${this.state}`);
    const json = this.session.encodeInput(input);
    const loUs = this.system.clock.nowUs();
    this.packets.emit(json, this.inputAcked);
    const sent = { loUs, hiUs: this.system.clock.nowUs() };
    this.path.askNowAndThen();
    return sent;
  }

  typing(on: boolean): void {
    const json = this.state === 'ready' ? this.session.encodeTyping(on) : undefined;
    if (json !== undefined) this.packets.emit(json);
  }

  close(): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    this.deadline?.cancel();
    this.assumption?.cancel();
    this.refused.reportNow();
    this.wireClose.close();
  }

  private watchEngine(webSocket: WebSocketLike | null): void {
    const { trace, system } = this;
    const { engine } = this.wire;
    guardHandshake(engine.transport);
    engine.once('handshake', (handshake) => {
      trace.engineOpenUs = system.clock.nowUs();
      this.handshake = limitHeartbeat(handshake);
    });
    // The libraries keep some ends to themselves, such as a WebSocket closed before Socket.IO is open. Theirs comes first.
    engine.on('close', (reason, details) => queueMicrotask(() => this.ended(reason, details)));
    webSocket?.once('upgrade', ({ socket }) => {
      trace.upgradeEndUs = system.clock.nowUs();
      webSocket.removeAllListeners('unexpected-response');
      // Not before the library listens: the first bytes would pass it by.
      webSocket.once('open', () => {
        this.deliverWaiting = this.inbox.takeOver(socket, this.onChunk, this.threw);
      });
    });
  }

  connected(): void {
    const { hiUs: atUs } = this.arrival;
    if (this.state !== 'opening') return;
    this.state = 'connected';
    const handshake = handshakeFacts(this.eio, this.handshake, this.trace.remoteAddress);
    this.handshake = undefined;
    this.listener.deliver({ kind: 'connected', atUs, handshake, phases: this.trace.phases(atUs) }, this.arrival.loUs);
    const { greeting } = this.session;
    const acked = () => this.consider(this.readiness.signal(), this.arrival.hiUs);
    if (greeting) this.packets.emit(greeting.json, greeting.asksAck ? acked : undefined);
    this.consider(this.readiness.connected(atUs), atUs);
  }

  private readonly onChunk = (arrival: Bounds): void => {
    this.arrival = arrival;
  };

  onPath(event: PathEvent): void {
    if (this.state === 'ready') this.listener.deliver(event, this.arrival.loUs);
  }

  /** Whatever was at work on the wire's data has thrown: that ends this connection and nothing else. */
  private readonly threw = (thrown: unknown): void => {
    const isBug = this.listener.threw(thrown);
    // The listener is gone: the bug could not be reported.
    if (isBug && this.state === 'ended') throw thrown;
    this.wireClose.terminate();
    this.end(isBug ? internalError(thrown) : protocolError(thrown));
  };

  /** Hot: every event of the wire. Its time was taken when its bytes came; the ack is second, then everything else. */
  received(args: readonly unknown[]): void {
    const name = textOf(args[0]) ?? 'nameless';
    const ack = ackIn(args);
    const acked = ack !== undefined;
    if (acked) ack(...this.session.ackArguments(name));
    const payload = payloadIn(args, acked, this.session.readsAllArguments);
    this.take(this.session.decode(name, payload, this.arrival.hiUs, acked));
  }

  private take(event: Decoded): void {
    if ('length' in event) return event.forEach(this.take, this);
    if (this.state === 'ended') return;
    const { loUs, hiUs: atUs } = this.arrival;
    if (event.kind === 'ready-signal') return this.consider(this.readiness.signal(), atUs);
    if (event.kind === 'introduced') return this.consider(this.readiness.introduced(atUs), atUs);
    this.listener.deliver(event, loUs);
  }

  private consider(verdict: ReadyVerdict, atUs: number): void {
    if (verdict.ready !== undefined) return this.becomeReady(verdict.ready, atUs);
    const { assumeAtUs } = verdict;
    if (assumeAtUs === undefined) return;
    this.assumption = this.system.timers.at(assumeAtUs, () => this.becomeReady('assumed', this.system.clock.nowUs()));
  }

  private becomeReady(how: 'signal' | 'assumed', atUs: number): void {
    if (this.state !== 'connected') return;
    this.state = 'ready';
    this.deadline?.cancel();
    this.deadline = undefined;
    this.assumption?.cancel();
    this.path.askNowAndThen();
    this.listener.deliver({ kind: 'ready', atUs, how }, how === 'signal' ? this.arrival.loUs : atUs);
  }

  erred(error: unknown): void {
    this.lastError = error;
    if (this.state === 'opening') this.end(classifyConnectError(error, this.eio, this.trace, this.session.refusedHint));
  }

  ended(reason: string, details: unknown): void {
    if (this.state === 'ended') return;
    const error = this.lastError ?? (reason === 'transport error' ? details : undefined);
    const lost = classifyDisconnect(reason, this.trace.close, error);
    this.end(this.state === 'ready' ? lost : droppedBeforeReady(lost.message, this.session.refusedHint));
  }

  private timedOut(): void {
    if (this.refused.reportNow()) return;
    const { connectTimeoutMs: limitMs } = this.settings;
    if (this.state === 'opening') return this.end(classifyConnectTimeout(limitMs, this.trace));
    this.end(this.session.describeMissing(this.readiness.missing, limitMs));
  }

  private end(failure: EndpointFailure, atUs = this.system.clock.nowUs()): void {
    if (this.state === 'ended') return;
    const kind = this.state === 'ready' ? 'closed' : 'failed';
    this.close();
    // A peer that fell silent answers no closing handshake either.
    if (failure.class === 'heartbeat-lost') this.wireClose.terminate();
    this.listener.deliver({ kind, atUs, failure }, this.inbox.arrivedLoUs(atUs));
  }
}
