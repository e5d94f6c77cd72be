import { groupThousands } from '../../platform/group-thousands.ts';
import { type LocalPorts, TIME_WAIT_S } from '../../platform/process/local-ports.ts';
import type { PlannedPeak } from '../../scenario/plan/planned-peak.ts';
import type { GeneratorNeeds, PreflightFinding } from './machine-needs.ts';

/** Time after which the kernel may reuse the port of a connection in TIME_WAIT, if it is set to. */
const REUSED_AFTER_S = 1;
/** The widest range without the ports of servers. */
const WIDEST = 'sysctl -w net.ipv4.ip_local_port_range="1024 65535"';
const MAX_COUNT = 64_512;

/** Connections that share the same local ports. */
interface Crowd {
  /** Destination or source, in words. */
  readonly where: string;
  /** Local addresses that each have all the ports. */
  readonly addresses: number;
  readonly connections: number;
  readonly maxConnections: number;
  /** How long the port of a closed connection stays in use if palaver closes first. */
  readonly lingerS: number;
  /** Maximum number of such ports at once. */
  readonly lingering: number;
}

/**
 * Checks the local ports against the connections of the plan.
 *
 * A port can be used for one connection to each destination `address:port` at the same time; but with --local-address, the
 * kernel assigns each port only once, for any destination (`ip_autobind_reuse` in `ip-sysctl.rst`).
 *
 * A closed connection keeps its port for 60 s (TIME_WAIT) on the side that closed first. In WebSocket that is the server (RFC
 * 6455, 7.1.1), but a proxy or load balancer may behave differently. So ports in TIME_WAIT are a warning; too few ports for
 * open connections are an error.
 */
export function checkPorts(ports: LocalPorts, needs: GeneratorNeeds): readonly PreflightFinding[] {
  const crowds = needs.localAddresses > 0 ? [leavingTogether(ports, needs)] : arrivingTogether(ports, needs);
  return crowds.flatMap((crowd) => checkCrowd(crowd, ports));
}

function checkCrowd(crowd: Crowd, ports: LocalPorts): readonly PreflightFinding[] {
  const { where, addresses, connections, maxConnections, lingerS, lingering } = crowd;
  const available = ports.count * addresses;
  const has = `this machine has ${groupThousands(available)} local ports for them`;
  const finding = (kind: PreflightFinding['kind'], wanted: number, words: string): readonly PreflightFinding[] => [
    { kind, text: `${words}, and ${has}`, fix: fixFor(wanted, addresses, ports.count) },
  ];
  if (connections > available) {
    return finding(
      'impossible',
      connections,
      `the plan has ${groupThousands(connections)} connections ${where} at once`,
    );
  }
  if (maxConnections > available) {
    return finding(
      'tight',
      maxConnections,
      `the plan may need up to ${groupThousands(maxConnections)} connections ${where} at once`,
    );
  }
  if (connections + lingering <= available) return [];
  const words = `the plan has ${groupThousands(connections)} connections ${where} at once, and up to ${groupThousands(lingering)} closed within ${lingerS} s, which keep their ports (TIME_WAIT) if the server does not close first`;
  return finding('tight', connections + lingering, words);
}

/** The wider range if that is enough, else further addresses. */
function fixFor(wanted: number, addresses: number, count: number): string {
  const enough = Math.ceil(wanted / Math.max(1, count));
  const more = `connect from ${enough} addresses of this machine with --local-address`;
  return count < MAX_COUNT && wanted <= MAX_COUNT * addresses ? `${WIDEST}, or ${more}` : more;
}

/** All connections from the addresses of --local-address: their ports are never reused early. */
function leavingTogether(ports: LocalPorts, { peak, destinations, localAddresses }: GeneratorNeeds): Crowd {
  const targets = destinations.length;
  return {
    where: `from ${localAddresses} local address${localAddresses === 1 ? '' : 'es'}`,
    addresses: localAddresses,
    ...crowdOf(peak, targets, TIME_WAIT_S, ports),
  };
}

/** Connections to the same destination. Targets may share destinations, and each spreads its load evenly over its own. */
function arrivingTogether(ports: LocalPorts, { peak, destinations }: GeneratorNeeds): readonly Crowd[] {
  const loads = new Map<string, number>();
  const ofLoopback = new Set<string>();
  for (const { ends, loopback } of destinations) {
    for (const end of ends) {
      loads.set(end, (loads.get(end) ?? 0) + 1 / ends.length);
      if (loopback) ofLoopback.add(end);
    }
  }
  return [...loads].map(([end, load]) => {
    const reused = ports.reuse === 'all' || (ports.reuse === 'loopback' && ofLoopback.has(end));
    return { where: `to ${end}`, addresses: 1, ...crowdOf(peak, load, reused ? REUSED_AFTER_S : TIME_WAIT_S, ports) };
  });
}

/** `loads`: multiple of the load of one target. */
function crowdOf(
  peak: PlannedPeak,
  loads: number,
  lingerS: number,
  { maxLingering }: LocalPorts,
): Omit<Crowd, 'where' | 'addresses'> {
  return {
    connections: Math.ceil(peak.connections * loads),
    maxConnections: Math.ceil(peak.maxConnections * loads),
    lingerS,
    lingering: Math.min(maxLingering, Math.ceil(loads * closedWithin(lingerS, peak))),
  };
}

/** Maximum number of recently closed connections, without open ones. */
function closedWithin(seconds: number, { connections, connects, connectsPerSecond }: PlannedPeak): number {
  return Math.min(Math.max(0, connects - connections), connectsPerSecond * seconds);
}
