import { Agent, type AgentOptions } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectTrace } from './connect-trace.ts';
import { dialing, tlsOptions, traceTls } from './dialing.ts';
import type { NetworkRoute } from './network-route.ts';
import { ProxiedAgent } from './proxied-agent.ts';

/** How long a kept connection may lie idle, unless the server says less. */
const IDLE_MS = 15_000;

/**
 * An agent for one connection: it writes the instants of dns, tcp, tunnel and tls into `trace`. It keeps no sockets and
 * no TLS sessions; unless the route does, every connection pays the full handshake, as a new user does. With `keepAlive` it
 * keeps the socket for the next request, which then must not overlap the one before.
 */
export function timedAgent(route: NetworkRoute, trace: ConnectTrace, keepAlive = false): Agent {
  const options = keepAlive ? { keepAlive, timeout: IDLE_MS } : {};
  return route.proxy ? new ProxiedAgent(route, route.proxy, trace, options) : new DirectAgent(route, trace, options);
}

class DirectAgent extends Agent {
  /** Read by node:http, which refuses an agent of another protocol than the request's. */
  readonly protocol: string;
  private readonly route: NetworkRoute;
  private readonly trace: ConnectTrace;

  constructor(route: NetworkRoute, trace: ConnectTrace, options: AgentOptions) {
    super(options);
    this.protocol = route.secure ? 'https:' : 'http:';
    this.route = route;
    this.trace = trace;
  }

  override createConnection(): Socket {
    return dial(this.route, this.trace);
  }
}

/** Opens the socket of a connection without a proxy; the instants of dns, tcp and tls go into `trace`. */
export function dial(route: NetworkRoute, trace: ConnectTrace): Socket {
  if (isIP(route.host)) trace.tcpStartUs = route.clock.nowUs();
  const target = { host: route.host, port: route.port, ...dialing(route, trace) };
  const socket = route.secure ? connectTls({ ...target, ...tlsOptions(route) }) : connectTcp(target);
  socket.once('connect', () => {
    trace.tcpEndUs = route.clock.nowUs();
    trace.remoteAddress = socket.remoteAddress;
  });
  if (route.secure) traceTls(socket, route, trace);
  return socket;
}
