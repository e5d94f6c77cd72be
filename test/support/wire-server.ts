import { createServer, type Server as HttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { Server, type ServerOptions, type Socket } from 'socket.io';

export interface WireServerOptions extends Partial<ServerOptions> {
  /** PEM texts; with them the server speaks TLS. `ca` demands client certificates from that CA. */
  readonly tls?: {
    readonly key: string;
    readonly cert: string;
    readonly ca?: string;
    readonly minVersion?: SecureVersion;
    readonly maxVersion?: SecureVersion;
  };
  /** Says `endpoint-ready` at once after connecting (default), or never. */
  readonly ready?: 'at-once' | 'never';
}

/** What a connect request looked like. */
export interface SeenRequest {
  readonly url: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** A real Socket.IO 4 server on loopback that also takes Engine.IO 3; tests script it through its sockets. */
export class WireServer {
  readonly requests: SeenRequest[] = [];
  readonly inputs: unknown[] = [];
  /** Called for every new socket before `endpoint-ready`. */
  onSocket: (socket: Socket) => void = () => {};
  /** Called for every `processInput`. */
  onInput: (socket: Socket, input: Record<string, unknown>) => void = () => {};
  readonly io: Server;
  private readonly http: HttpServer;
  private readonly secure: boolean;

  private constructor(options: WireServerOptions) {
    const { tls, ready = 'at-once', ...rest } = options;
    this.secure = tls !== undefined;
    this.http = tls ? createTlsServer({ ...tls, requestCert: tls.ca !== undefined }) : createServer();
    this.http.on('upgrade', (request) => this.see(request.url ?? '', request.headers));
    this.io = new Server(this.http, { allowEIO3: true, serveClient: false, transports: ['websocket'], ...rest });
    this.io.on('connection', (socket) => {
      socket.on('processInput', (input: Record<string, unknown>) => {
        this.inputs.push(input);
        this.onInput(socket, input);
      });
      this.onSocket(socket);
      if (ready === 'at-once') socket.emit('endpoint-ready', {});
    });
  }

  static async start(options: WireServerOptions = {}): Promise<WireServer> {
    const server = new WireServer(options);
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  /** The endpoint URL with the token `secret-token`; `host` where a certificate wants a name. */
  url(host = '127.0.0.1'): string {
    return `${this.secure ? 'https' : 'http'}://${host}:${this.port}/secret-token`;
  }

  async stop(): Promise<void> {
    this.io.disconnectSockets(true);
    await this.io.close();
  }

  private see(url: string, headers: IncomingHttpHeaders): void {
    this.requests.push({ url, headers, query: new URL(url, 'http://localhost').searchParams });
  }
}

/** The parts of engine.io's server socket that keep the heartbeat going. */
interface Heart {
  pingIntervalTimer: NodeJS.Timeout;
  pingTimeoutTimer: NodeJS.Timeout;
  sendPacket(): void;
  resetPingTimeout(): void;
}

/** From now on the server neither pings nor answers pings, and does not notice. */
export function stopHeartbeat(socket: Socket): void {
  const heart = socket.conn as unknown as Heart;
  clearTimeout(heart.pingIntervalTimer);
  clearTimeout(heart.pingTimeoutTimer);
  heart.sendPacket = () => {};
  heart.resetPingTimeout = () => {};
}
