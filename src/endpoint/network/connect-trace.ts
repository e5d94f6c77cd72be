import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { ConnectPhases } from '../endpoint-connection.ts';
import type { HttpAnswer } from './http-answer.ts';

/** How far a connection has come; the phase it is in. */
export type ConnectStage = 'dns' | 'tcp' | 'tunnel' | 'tls' | 'upgrade' | 'engine' | 'socketio';

/** The kind of a route, which determines its stages. */
export interface TracedRoute {
  readonly secure: boolean;
  readonly proxied: boolean;
  /** User and password are given for the proxy. */
  readonly proxyCredentials: boolean;
  /** Engine.IO path, `/socket.io` or `/sub/path/socket.io`. */
  readonly path: string;
}

/** How a WebSocket was closed (RFC 6455, section 7.1.5 and 7.1.6). */
export interface WebSocketClose {
  /** 1006 without a close frame. */
  readonly code: number;
  /** What the peer says of it in the close frame, ''. */
  readonly reason: string;
  /** Without a close frame: the peer reset the TCP connection, rather than end it in order. */
  readonly reset: boolean;
}

/**
 * The instants of one connection being made, µs on the monotonic clock, written by agent and engine as they pass.
 * A phase runs from the end of the one before to its own end.
 */
export class ConnectTrace {
  dnsStartUs: number | undefined;
  dnsEndUs: number | undefined;
  tcpStartUs: number | undefined;
  tcpEndUs: number | undefined;
  tunnelEndUs: number | undefined;
  tlsEndUs: number | undefined;
  upgradeEndUs: number | undefined;
  /** The server's Engine.IO handshake was read. */
  engineOpenUs: number | undefined;
  remoteAddress: string | undefined;
  /** What a proxy answered to CONNECT in place of a tunnel; its body is read apart. */
  proxyAnswer: HttpAnswer | undefined;
  /** The peer reset the TCP connection. */
  reset = false;
  /** How the WebSocket was closed, once it is. */
  close: WebSocketClose | undefined;
  readonly route: TracedRoute;

  constructor(route: TracedRoute) {
    this.route = route;
  }

  stage(): ConnectStage {
    if (this.engineOpenUs !== undefined) return 'socketio';
    if (this.upgradeEndUs !== undefined) return 'engine';
    if (this.tlsEndUs !== undefined) return 'upgrade';
    if (this.tunnelEndUs !== undefined) return this.route.secure ? 'tls' : 'upgrade';
    if (this.tcpEndUs !== undefined) return this.afterTcp();
    return this.tcpStartUs === undefined ? 'dns' : 'tcp';
  }

  private afterTcp(): ConnectStage {
    if (this.route.proxied) return 'tunnel';
    return this.route.secure ? 'tls' : 'upgrade';
  }

  /** Whatever fails now fails between here and the proxy, not the endpoint. */
  atProxy(): boolean {
    return this.route.proxied && this.tunnelEndUs === undefined;
  }

  phases(connectedUs: number): ConnectPhases {
    const opened = this.tlsEndUs ?? this.tunnelEndUs ?? this.tcpEndUs;
    return {
      ...named('dnsUs', this.dnsStartUs, this.dnsEndUs),
      ...named('tcpUs', this.tcpStartUs, this.tcpEndUs),
      ...named('tunnelUs', this.tcpEndUs, this.tunnelEndUs),
      ...named('tlsUs', this.tunnelEndUs ?? this.tcpEndUs, this.tlsEndUs),
      ...named('upgradeUs', opened, this.upgradeEndUs),
      ...named('socketioUs', this.upgradeEndUs, connectedUs),
      totalUs: elapsedUs(this.tcpStartUs ?? connectedUs, connectedUs),
    };
  }
}

function named(
  name: keyof ConnectPhases,
  fromUs: number | undefined,
  toUs: number | undefined,
): Partial<ConnectPhases> {
  return fromUs === undefined || toUs === undefined ? {} : { [name]: elapsedUs(fromUs, toUs) };
}
