import { excerpt } from '../platform/redact.ts';
import type { EndpointFailure, FailureClass } from './endpoint-failure.ts';
import { codeOf, sentenceOf } from './network/error-causes.ts';
import { field } from './wire-value.ts';

interface NetworkProblem {
  readonly class: FailureClass;
  readonly meaning: string;
  readonly hint?: string;
}

const UNKNOWN_NAME: NetworkProblem = {
  class: 'dns',
  meaning: 'unknown host name',
  hint: 'check the spelling of the host; --resolve HOST=ADDRESS bypasses DNS',
};
const UNREACHABLE: NetworkProblem = {
  class: 'unreachable',
  meaning: 'no route to host',
  hint: 'check the network of this machine, VPN and firewall',
};
const CUT: NetworkProblem = { class: 'transport-close', meaning: 'the connection was cut' };
/** How the message of a connection begins for which this machine had no port left. */
export const NO_FREE_PORT = 'this machine has no free local port left';
const NO_PORT: NetworkProblem = {
  class: 'other',
  meaning: NO_FREE_PORT,
  hint: 'open fewer connections at once, add addresses with --local-address, or widen net.ipv4.ip_local_port_range',
};

/** Error codes of the operating system. */
const PROBLEMS: Readonly<Record<string, NetworkProblem>> = {
  ENOTFOUND: UNKNOWN_NAME,
  ENODATA: UNKNOWN_NAME,
  EAI_AGAIN: { class: 'dns', meaning: 'the DNS server does not answer', hint: 'check the network of this machine' },
  ECONNREFUSED: {
    class: 'refused',
    meaning: 'connection refused, nothing listens on this port',
    hint: 'check host and port, and that the server runs',
  },
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  ETIMEDOUT: { class: 'connect-timeout', meaning: 'the host does not answer', hint: 'check host, port and firewall' },
  ECONNRESET: CUT,
  ECONNABORTED: CUT,
  EPIPE: CUT,
  EAI_ADDRFAMILY: {
    class: 'unreachable',
    meaning: 'the host has no address of the family of --local-address',
    hint: 'use addresses of the other family (IPv4 or IPv6), or remove --local-address',
  },
  EINVAL: {
    class: 'unreachable',
    meaning: 'no route from the local address to the host',
    hint: 'a loopback address reaches only this machine; check --local-address',
  },
  EMFILE: {
    class: 'other',
    meaning: 'the open-file limit is reached',
    hint: 'raise the limit with ulimit -n; every connection needs one',
  },
  EADDRNOTAVAIL: NO_PORT,
  // The socket is bound to an address of --local-address.
  EADDRINUSE: NO_PORT,
};

/** The peer reset the TCP connection. Node gives the code of an orderly end in mid-request ("socket hang up") the same name. */
export function isReset(cause: unknown): boolean {
  return codeOf(cause) === 'ECONNRESET' && field(cause, 'syscall') !== undefined;
}

/** The failure of resolving, reaching or keeping the host, or `undefined` where the error is about something else. */
export function networkFailure(cause: unknown): EndpointFailure | undefined {
  const problem = PROBLEMS[codeOf(cause)];
  if (!problem) return undefined;
  const { meaning, hint } = problem;
  const message = `${meaning} (${excerpt(sentenceOf(cause) || codeOf(cause))})`;
  return { class: problem.class, message, ...(hint === undefined ? {} : { hint }) };
}
