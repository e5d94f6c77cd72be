import { type ReadKernelFile, readKernelFile } from './kernel-file.ts';

/** From where the kernel takes the local ports of outgoing connections. */
export interface LocalPorts {
  readonly count: number;
  /**
   * Which connections may take the port of one to the same place that lingers in TIME_WAIT, once that has lasted 1 s;
   * not those from a local address of our choice.
   */
  readonly reuse: 'none' | 'loopback' | 'all';
  /** No more sockets than these linger at once on this machine; of further ones the port is free at once. */
  readonly mostLingering: number;
}

/** How long the side that closes a connection first keeps its port: TCP_TIMEWAIT_LEN, which is no setting in Linux. */
export const TIME_WAIT_S = 60;

const RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
const REUSE = '/proc/sys/net/ipv4/tcp_tw_reuse';
const STAMPS = '/proc/sys/net/ipv4/tcp_timestamps';
const BUCKETS = '/proc/sys/net/ipv4/tcp_max_tw_buckets';

/** As the kernel's `ip-sysctl.rst` describes these settings, which hold for IPv6, too; undefined elsewhere than on Linux. */
export function readLocalPorts(read: ReadKernelFile = readKernelFile): LocalPorts | undefined {
  const [, first, last] = /^(\d+)\s+(\d+)\s*$/.exec(read(RANGE) ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  return {
    count: Math.max(0, Number(last) - Number(first) + 1),
    // What has been sent before the reuse is told apart by its time stamp.
    reuse: read(STAMPS)?.trim() === '0' ? 'none' : reuseOf(read(REUSE)?.trim()),
    mostLingering: numberIn(read(BUCKETS)) ?? Number.POSITIVE_INFINITY,
  };
}

function reuseOf(setting: string | undefined): LocalPorts['reuse'] {
  if (setting === '1') return 'all';
  return setting === '2' ? 'loopback' : 'none';
}

function numberIn(text: string | undefined): number | undefined {
  return /^\d+\s*$/.test(text ?? '') ? Number(text) : undefined;
}
