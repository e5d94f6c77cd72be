import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { LoopMark } from '../../measure/health/loop-mark.ts';
import { type Distribution, drawMs, parseDistribution } from '../../platform/distribution.ts';
import { Inbox } from '../../platform/inbox.ts';
import { type RandomStream, randomStream } from '../../platform/random.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { afterPoll } from '../../platform/time/loop.ts';
import { makeLoopProbe } from '../../platform/time/loop-probe.ts';
import { TimerHeap } from '../../platform/time/timer-heap.ts';
import type { Timers } from '../../platform/time/timers.ts';
import { ReferenceLog } from './reference-log.ts';
import type { ReferenceInput } from './reference-message.ts';

/** Engine.IO 4 and Socket.IO 5 as texts: the few packets that a conversation needs. */
const OPEN = `0${JSON.stringify({ sid: 'reference', upgrades: [], pingInterval: 600_000, pingTimeout: 600_000, maxPayload: 1_000_000 })}`;
const CONNECT = '40';
const CONNECTED = '40{"sid":"reference"}';
const READY = '42["endpoint-ready",{}]';
const TYPING = '42["typingStatus",{"status":"typingOn"}]';
const INPUT = '42["processInput"';
const FINAL_PING = '42["finalPing",{"type":"regular"}]';

/**
 * A minimal endpoint that logs when each input arrived and when its reply was sent, on the clock that all processes of the
 * machine share: the reference that reports are compared with. It speaks Socket.IO as plain WebSocket frames, so that no
 * library delays its stamps; arrivals have measurement bounds, as in palaver.
 */
export class ReferenceServer {
  readonly log: ReferenceLog;
  /** Established connections so far. */
  connections = 0;
  readonly typing: boolean;
  readonly constantReply: boolean;
  readonly delay: Distribution;
  readonly stream: RandomStream;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly inbox: Inbox;
  private readonly http;

  private constructor(input: ReferenceInput, clock: Clock) {
    this.clock = clock;
    this.log = new ReferenceLog(input.capacity);
    this.typing = input.typing ?? false;
    this.constantReply = input.constantReply ?? false;
    this.delay = parseDistribution(input.delay)!;
    this.stream = randomStream(input.seed, 0, 'reference');
    const loopMark = new LoopMark(makeLoopProbe(), afterPoll);
    this.inbox = new Inbox(clock, loopMark);
    this.timers = new TimerHeap(clock, loopMark.mark);
    this.http = input.tls ? createTlsServer(input.tls) : createServer();
    const server = new WebSocketServer({ server: this.http, perMessageDeflate: false, skipUTF8Validation: true });
    server.on('connection', (socket, request) => new ReferenceSession(this, socket, request));
  }

  static async start(input: ReferenceInput, clock: Clock): Promise<ReferenceServer> {
    const server = new ReferenceServer(input, clock);
    await new Promise<void>((resolve) => server.http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
    return server;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }
}

/** Session ids end in `-c<conversation>`. */
function conversationOf(request: IncomingMessage): number {
  return Number(/[?&]sessionId=[^&]*-c(\d+)/.exec(request.url ?? '')?.[1] ?? Number.NaN);
}

class ReferenceSession {
  private readonly server: ReferenceServer;
  private readonly socket: WebSocket;
  private readonly conversation: number;
  private turns = 0;
  private arrival: Bounds = { loUs: 0, hiUs: 0 };

  constructor(server: ReferenceServer, socket: WebSocket, request: IncomingMessage) {
    this.server = server;
    this.socket = socket;
    this.conversation = conversationOf(request);
    const arrived = (arrival: Bounds) => {
      this.arrival = arrival;
    };
    server.inbox.takeOver(request.socket, arrived, (thrown) => {
      throw thrown;
    });
    socket.on('message', (bytes: Buffer) => this.take(bytes.toString('latin1')));
    socket.on('error', () => {});
    socket.send(OPEN);
  }

  private take(text: string): void {
    if (text.startsWith(INPUT)) return this.answer(this.arrival);
    if (!text.startsWith(CONNECT)) return;
    this.server.connections += 1;
    this.socket.send(CONNECTED);
    this.socket.send(READY);
  }

  private answer(received: Bounds): void {
    const { server, conversation } = this;
    const turn = this.turns++;
    if (server.typing) this.socket.send(TYPING);
    const dueUs = received.hiUs + drawMs(server.delay, server.stream) * 1000;
    server.timers.at(dueUs, () => {
      const loUs = server.clock.nowUs();
      this.socket.send(replyTo(server.constantReply ? 0 : turn));
      const hiUs = server.clock.nowUs();
      this.socket.send(FINAL_PING);
      server.log.append({ conversation, turn, received, sent: { loUs, hiUs } });
    });
  }
}

function replyTo(turn: number): string {
  return `42["output",{"type":"output","data":{"text":"this is reply ${turn}","data":null,"traceId":"endpoint-realtimeClient-${turn}","disableSensitiveLogging":false,"source":"bot"}}]`;
}
