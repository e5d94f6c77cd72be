import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A push request, with the number of its connection, from 1. */
export interface SeenPush {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly connection: number;
}

/** A real HTTP server on loopback that logs every request; the test determines its responses. */
export class PushServer {
  readonly seen: SeenPush[] = [];
  readonly sockets: Socket[] = [];
  /** Called with every request once it was read. */
  answer: (response: ServerResponse, push: SeenPush) => void = (response) => response.end('{}');
  private readonly http: Server;
  private readonly secure: boolean;

  private constructor(tls?: { readonly key: string; readonly cert: string; readonly ca?: string }) {
    this.secure = tls !== undefined;
    this.http = tls ? createTlsServer({ ...tls, requestCert: tls.ca !== undefined }) : createServer();
    this.http.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => this.sockets.push(socket));
    this.http.on('request', (request, response) => void this.receive(request, response));
  }

  static async start(tls?: { readonly key: string; readonly cert: string; readonly ca?: string }): Promise<PushServer> {
    const server = new PushServer(tls);
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** The endpoint URL with the token `secret-token`; `host` if a certificate requires a name. */
  url(host = '127.0.0.1', subPath = ''): string {
    return `${this.secure ? 'https' : 'http'}://${host}:${this.port}${subPath}/secret-token`;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  stop(): void {
    this.http.close();
    this.http.closeAllConnections();
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    const { method, url, headers, socket } = request;
    const push = { method, url, headers, body, connection: this.sockets.indexOf(socket) + 1 };
    this.seen.push(push);
    this.answer(response, push);
  }
}
