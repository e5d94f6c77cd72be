import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { drawMs } from '../../platform/distribution.ts';
import { KnownError } from '../../platform/known-error.ts';
import { listenProblem } from '../../platform/process/listen-problem.ts';
import { randomStream } from '../../platform/random.ts';
import type { PendingTimers } from '../../platform/time/pending-timers.ts';
import type { MockOptions } from '../mock-options.ts';
import type { MockCounters } from './mock-stats.ts';
import { notFoundText } from './not-found.ts';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The handlers of admitted requests. */
export interface AdmittedHandlers {
  /** Path of Engine.IO. */
  readonly path: string;
  /** Gets upgrades and polling requests that no fault rejects or delays. */
  readonly upgrade: UpgradeListener;
  readonly poll: RequestListener;
  /** Gets every other request. */
  readonly request: RequestListener;
  /** Number of open Socket.IO connections, over both transports. */
  openConnections(): number;
  /** Drops them, like a process that ends. */
  forgetConnections(): void;
}

/** The ways to answer a request for a connection. */
interface Caller {
  readonly isGone: () => boolean;
  readonly refuse: (status: number, headers: Readonly<Record<string, string>>) => void;
  readonly admit: () => void;
}

/**
 * The HTTP server in front of Socket.IO. It implements the faults before a conversation: connections that are refused or
 * answered late, and the restart, which resets every TCP connection opened during it. A connection is requested by an upgrade
 * or, by a polling client, with a request without a session id; later requests are passed through.
 */
export class ConnectionAdmission {
  private readonly server: Server = createServer();
  private readonly open = new Set<Socket>();
  private readonly options: MockOptions;
  private readonly counters: MockCounters;
  private readonly timers: PendingTimers;
  private readonly handlers: AdmittedHandlers;
  private isDown = false;
  private calls = 0;

  constructor(options: MockOptions, counters: MockCounters, timers: PendingTimers, handlers: AdmittedHandlers) {
    this.options = options;
    this.counters = counters;
    this.timers = timers;
    this.handlers = handlers;
    this.server.on('connection', (socket) => this.onConnection(socket));
    this.server.on('upgrade', (request, socket, head) => this.onUpgrade(request, socket, head));
    this.server.on('request', (request, response) => this.onRequest(request, response));
  }

  /** Listens and resolves with the port. @throws KnownError if it cannot be used. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (cause) => reject(cannotListen(port, host, cause)));
      this.server.listen(port, host, resolve);
    });
    const { restartMs } = this.options.faults;
    if (restartMs !== undefined) this.timers.after(restartMs, () => this.restart());
    return (this.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.open) socket.destroy();
    return closed;
  }

  private onConnection(socket: Socket): void {
    if (this.isDown) {
      socket.resetAndDestroy();
      return;
    }
    this.open.add(socket);
    socket.once('close', () => this.open.delete(socket));
  }

  /** The port stays bound, so that no other process can take it. */
  private restart(): void {
    this.counters.faultRestart += 1;
    this.isDown = true;
    for (const socket of this.open) socket.destroy();
    this.handlers.forgetConnections();
    this.timers.after(this.options.faults.restartDowntimeMs, () => {
      this.isDown = false;
    });
  }

  private onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until Socket.IO takes over, a client that disconnects must not cause an uncaught error.
    socket.on('error', ignore);
    if (!this.isForSocketIo(request))
      return answerUpgrade(socket, 404, {}, notFoundText(this.options.subPath, pathOf(request)));
    this.receive(request, {
      isGone: () => socket.destroyed,
      refuse: (status, headers) => answerUpgrade(socket, status, headers),
      admit: () => this.handlers.upgrade(request, socket, head),
    });
  }

  private onRequest(request: IncomingMessage, response: ServerResponse): void {
    if (!this.isForSocketIo(request)) return this.handlers.request(request, response);
    this.receive(request, {
      isGone: () => response.destroyed,
      refuse: (status, headers) => response.writeHead(status, headers).end(),
      admit: () => this.handlers.poll(request, response),
    });
  }

  private isForSocketIo(request: IncomingMessage): boolean {
    return request.url?.startsWith(`${this.handlers.path}/`) === true;
  }

  private receive(request: IncomingMessage, caller: Caller): void {
    if (/[?&]sid=/.test(request.url ?? '') || request.method === 'OPTIONS') return caller.admit();
    this.calls += 1;
    const stream = randomStream(this.options.seed, this.calls, 'upgrade');
    const { refuse, refuseShare, refuseAbove, slowAccept } = this.options.faults;
    const another = this.handlers.openConnections() + 1;
    if (refuse !== undefined && another > refuseAbove && stream.next() < refuseShare) {
      this.counters.faultRefuse += 1;
      caller.refuse(refuse, this.refusalHeaders(refuse));
    } else if (slowAccept) {
      this.counters.faultSlowAccept += 1;
      this.timers.after(drawMs(slowAccept, stream), () => {
        if (!caller.isGone()) caller.admit();
      });
    } else {
      caller.admit();
    }
  }

  private refusalHeaders(status: number): Record<string, string> {
    const retryAfter = Math.ceil(this.options.faults.retryAfterMs / 1000);
    return status === 429 || status === 503 ? { 'Retry-After': String(retryAfter) } : {};
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?')[0] ?? '';
}

/** Answers an upgrade with a status and closes. */
function answerUpgrade(socket: Duplex, status: number, headers: Readonly<Record<string, string>>, text = ''): void {
  const all = { ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(text) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`);
}

function ignore(): void {}

function cannotListen(port: number, host: string, cause: Error): KnownError {
  return new KnownError(`cannot listen on ${host}:${port}: ${listenProblem(cause)}`, {
    hint: 'choose another port with --port, or 0 for a free one',
    cause,
  });
}
