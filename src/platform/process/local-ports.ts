import { type ReadKernelFile, readKernelFile } from './kernel-file.ts';

/** The range of local ports for outgoing connections. */
export interface LocalPorts {
  readonly count: number;
  /**
   * Which connections may reuse a port in TIME_WAIT to the same destination after 1 s; not those from an explicit local
   * address.
   */
  readonly reuse: 'none' | 'loopback' | 'all';
  /** Maximum number of sockets in TIME_WAIT on this machine; further ones free their port at once. */
  readonly maxLingering: number;
}

/** How long the side that closes a connection first keeps its port: TCP_TIMEWAIT_LEN, a constant in Linux. */
export const TIME_WAIT_S = 60;

const RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
const REUSE = '/proc/sys/net/ipv4/tcp_tw_reuse';
const STAMPS = '/proc/sys/net/ipv4/tcp_timestamps';
const BUCKETS = '/proc/sys/net/ipv4/tcp_max_tw_buckets';

/** Settings as in the kernel's `ip-sysctl.rst`; they apply to IPv6, too. Undefined on systems other than Linux. */
export function readLocalPorts(read: ReadKernelFile = readKernelFile): LocalPorts | undefined {
  const [, first, last] = /^(\d+)\s+(\d+)\s*$/.exec(read(RANGE) ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  return {
    count: Math.max(0, Number(last) - Number(first) + 1),
    // TCP time stamps distinguish packets from before the reuse.
    reuse: read(STAMPS)?.trim() === '0' ? 'none' : reuseOf(read(REUSE)?.trim()),
    maxLingering: numberIn(read(BUCKETS)) ?? Number.POSITIVE_INFINITY,
  };
}

function reuseOf(setting: string | undefined): LocalPorts['reuse'] {
  if (setting === '1') return 'all';
  return setting === '2' ? 'loopback' : 'none';
}

function numberIn(text: string | undefined): number | undefined {
  return /^\d+\s*$/.test(text ?? '') ? Number(text) : undefined;
}
