import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { type ConnectionOptions, type PeerCertificate, TLSSocket } from 'node:tls';
import { replaceMembers } from '../../platform/replace-members.ts';
import type { ConnectTrace } from './connect-trace.ts';
import { firstHop, type NetworkRoute } from './network-route.ts';

/** One lost SYN is sent again after 1 s; a slow address should get that long before the next one is tried. */
const ATTEMPT_TIMEOUT_MS = 1500;

const HTTP_1 = ['http/1.1'];

/**
 * Options of one new socket: it resolves names through the route's resolver, notes when, and leaves from the local address
 * whose turn it is. With such an address Node tries no second one of the host.
 */
export function dialing(route: NetworkRoute, trace: ConnectTrace) {
  return {
    localAddress: route.localAddresses?.next(),
    lookup: tracedLookup(route, trace),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
    noDelay: true,
  };
}

export function tlsOptions(route: NetworkRoute): ConnectionOptions {
  return {
    ALPNProtocols: HTTP_1,
    rejectUnauthorized: route.rejectUnauthorized,
    secureContext: route.trust,
    servername: isIP(route.host) ? undefined : route.host,
    session: route.tlsSession?.latest,
  };
}

export function traceTls(socket: Socket, route: NetworkRoute, trace: ConnectTrace): void {
  replaceMembers<{ getPeerCertificate: () => PeerCertificate }>(socket as TLSSocket, {
    getPeerCertificate: withoutIssuers,
  });
  socket.once('secureConnect', () => {
    trace.tlsEndUs = route.clock.nowUs();
  });
  if (route.tlsSession) socket.on('session', route.tlsSession.issued);
}

const { getPeerCertificate } = TLSSocket.prototype;

/**
 * In each handshake, Node decodes the certificate of the server and those of all its issuers again, but compares only the names
 * of the first with the host name (`tls.checkServerIdentity`). The issuers would take a tenth of the CPU time of a connection.
 */
function withoutIssuers(this: TLSSocket): PeerCertificate {
  return getPeerCertificate.call(this, false);
}

function tracedLookup(route: NetworkRoute, trace: ConnectTrace): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (addresses: readonly LookupAddress[]) => {
      trace.tcpStartUs = route.clock.nowUs();
      const first = addresses[0];
      if (options.all) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family);
    };
    const found = route.resolver.addresses(hostname, firstHop(route).port);
    if (!(found instanceof Promise)) return answer(found);
    trace.dnsStartUs = route.clock.nowUs();
    found.then(
      (addresses) => {
        trace.dnsEndUs = route.clock.nowUs();
        answer(addresses);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
