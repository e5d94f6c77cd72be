import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { drawMs } from '../platform/distribution.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import type { PendingTimers } from '../platform/pending-timers.ts';
import { randomStream } from '../platform/random.ts';
import type { PracticeOptions } from './practice-options.ts';
import type { PracticeCounters } from './practice-stats.ts';

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

const REASON_PHRASE: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/**
 * The HTTP server in front of Socket.IO. The faults that come before a conversation live here: upgrades that are refused
 * or answered late, and the restart, which resets every TCP connection that is opened while it lasts.
 */
export class FrontDoor {
  private readonly server: Server = createServer();
  private readonly open = new Set<Socket>();
  private readonly options: PracticeOptions;
  private readonly counters: PracticeCounters;
  private readonly timers: PendingTimers;
  private isDown = false;
  private upgrades = 0;

  constructor(options: PracticeOptions, counters: PracticeCounters, timers: PendingTimers) {
    this.options = options;
    this.counters = counters;
    this.timers = timers;
    this.server.on('connection', (socket) => this.onConnection(socket));
  }

  onRequest(listener: RequestListener): void {
    this.server.on('request', listener);
  }

  /** `listener` gets the upgrades that no fault keeps back. */
  onUpgrade(listener: UpgradeListener): void {
    this.server.on('upgrade', (request, socket, head) => this.guard(request, socket, head, listener));
  }

  /** The port listened on. @throws KnownError when it cannot be had. */
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

  /** The port stays bound all the while, so that nobody else can take it. */
  private restart(): void {
    this.counters.faultRestart += 1;
    this.isDown = true;
    for (const socket of this.open) socket.destroy();
    this.timers.after(this.options.faults.restartDowntimeMs, () => {
      this.isDown = false;
    });
  }

  private guard(request: IncomingMessage, socket: Duplex, head: Buffer, listener: UpgradeListener): void {
    // Until Socket.IO takes over, a client that goes away must not become an uncaught error.
    socket.on('error', ignore);
    if (!request.url?.startsWith(`${this.options.subPath}/socket.io/`)) {
      answerStatus(socket, 404);
      return;
    }
    this.upgrades += 1;
    const stream = randomStream(this.options.seed, this.upgrades, 'upgrade');
    const { refuse, refuseShare, refuseAbove, slowAccept } = this.options.faults;
    if (refuse !== undefined && this.open.size > refuseAbove && stream.next() < refuseShare) {
      this.refuse(socket, refuse);
    } else if (slowAccept) {
      this.counters.faultSlowAccept += 1;
      this.timers.after(drawMs(slowAccept, stream), () => {
        if (!socket.destroyed) listener(request, socket, head);
      });
    } else {
      listener(request, socket, head);
    }
  }

  private refuse(socket: Duplex, status: number): void {
    this.counters.faultRefuse += 1;
    const retryAfter = `Retry-After: ${Math.ceil(this.options.faults.retryAfterMs / 1000)}\r\n`;
    answerStatus(socket, status, status === 429 || status === 503 ? retryAfter : '');
  }
}

/** Answers an upgrade with a status and no body, and closes. */
function answerStatus(socket: Duplex, status: number, headers = ''): void {
  socket.end(`HTTP/1.1 ${status} ${REASON_PHRASE[status]}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

function ignore(): void {}

function cannotListen(port: number, host: string, cause: Error): KnownError {
  const code = (cause as NodeJS.ErrnoException).code;
  const reason =
    code === 'EADDRINUSE' ? 'the port is taken' : code === 'EACCES' ? 'permission denied' : messageOf(cause);
  return new KnownError(`cannot listen on ${host}:${port}: ${reason}`, {
    hint: 'choose another port with --port, or 0 for a free one',
    cause,
  });
}
