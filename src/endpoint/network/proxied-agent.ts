import { channel } from 'node:diagnostics_channel';
import type { AgentOptions, ClientRequest, IncomingHttpHeaders } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { ConnectTrace } from './connect-trace.ts';
import { dialing, tlsOptions, traceTls } from './dialing.ts';
import { httpAnswer } from './http-answer.ts';
import type { NetworkRoute } from './network-route.ts';

/** Node publishes every new client socket here, which is the only way to see the one that the proxy library makes. */
const NEW_SOCKETS = channel('net.client.socket');

interface ProxyConnect {
  readonly statusCode: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
}

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/** Reaches the endpoint through the CONNECT tunnel of a proxy; for ws and wss. */
export class ProxiedAgent extends HttpsProxyAgent<'http://proxy'> {
  private readonly route: NetworkRoute;
  private readonly trace: ConnectTrace;

  constructor(route: NetworkRoute, proxy: URL, trace: ConnectTrace, options: AgentOptions) {
    const toProxy = {
      ...options,
      ...dialing(route, trace),
      rejectUnauthorized: route.rejectUnauthorized,
      secureContext: route.trust,
    };
    super(proxy, toProxy);
    this.route = route;
    this.trace = trace;
    this.protocol = route.secure ? 'https:' : 'http:';
    this.on('proxyConnect', ({ statusText, ...answer }: ProxyConnect) => {
      if (answer.statusCode === 200) trace.tunnelEndUs = route.clock.nowUs();
      else trace.proxyAnswer = httpAnswer('proxy', { ...answer, statusMessage: statusText }, '', route.wallClock);
    });
  }

  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    const { route, trace } = this;
    if (isIP(this.proxy.hostname)) trace.tcpStartUs = route.clock.nowUs();
    const socket = await withNewSocket(
      (dialed) => this.follow(dialed),
      () => super.connect(request, { ...options, ...(route.secure ? tunnelledTls(route) : {}) } as ConnectOptions),
    );
    if (route.secure) traceTls(socket, route, trace);
    return socket;
  }

  private follow(socket: Socket): void {
    socket.once('connect', () => {
      this.trace.tcpEndUs = this.route.clock.nowUs();
      this.trace.remoteAddress = socket.remoteAddress;
    });
  }
}

/** The proxy library does not tell Node the host, which would compare the certificate with `localhost` if the host is an address. */
function tunnelledTls(route: NetworkRoute): ConnectionOptions {
  return {
    ...tlsOptions(route),
    checkServerIdentity: (_, certificate) => checkServerIdentity(route.host, certificate),
  };
}

/** Runs `make` and shows `see` the TCP socket it creates before it returns. */
function withNewSocket<T>(see: (socket: Socket) => void, make: () => T): T {
  const onSocket = (message: unknown) => see((message as { socket: Socket }).socket);
  NEW_SOCKETS.subscribe(onSocket);
  try {
    return make();
  } finally {
    NEW_SOCKETS.unsubscribe(onSocket);
  }
}
