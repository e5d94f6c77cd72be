import { isIP } from 'node:net';
import { KnownError } from '../../platform/known-error.ts';

const HINT = 'use addresses of this machine, such as --local-address 192.0.2.10,192.0.2.11';

/**
 * --local-address:
 *
 *     texts   = text { text }
 *     text    = address { "," address }
 *     address = IPv4 | IPv6 | "[" IPv6 "]"
 *
 * All of one family: another family may have no route to the target. Whether the machine has the addresses is checked by the
 * first connection.
 */
export function parseLocalAddresses(texts: readonly string[]): readonly string[] {
  const addresses = texts.flatMap((text) => text.split(',')).map((text) => text.trim().replace(/^\[(.*)\]$/, '$1'));
  for (const address of addresses) {
    if (isIP(address) === 0) {
      throw new KnownError(`--local-address: ${JSON.stringify(address)} is not an IP address`, { hint: HINT });
    }
  }
  const other = addresses.find((address) => isIP(address) !== isIP(addresses[0]!));
  if (other !== undefined) {
    throw new KnownError(`--local-address: ${addresses[0]} and ${other} are not of the same family`, {
      hint: 'use either IPv4 or IPv6 addresses, as the targets need',
    });
  }
  return [...new Set(addresses)];
}
