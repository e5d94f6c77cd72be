import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Whether this machine has `address`, so that sockets can connect from it. On Linux all of 127.0.0.0/8 is local. A zone
 * (`fe80::1%eth0`) is ignored.
 */
export function isOwnAddress(address: string): boolean {
  const [bare = ''] = address.split('%');
  const family = isIP(bare);
  if (family === 0) return false;
  const own = new BlockList();
  for (const each of Object.values(networkInterfaces()).flat()) {
    if (each) own.addAddress(each.address, each.family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  if (process.platform === 'linux') own.addSubnet('127.0.0.0', 8, 'ipv4');
  return own.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}
