import { isIP } from 'node:net';
import type { EndpointDeps } from './endpoint-deps.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import { firstHop, routeFor } from './network/network-route.ts';
import { isLoopback } from './proxy-choice.ts';

/** Where the TCP connections to a target end: at itself, or at the proxy before it. */
export interface EndAddresses {
  readonly port: number;
  /** IP addresses that connections go to in turn, at least one; the host's name where it cannot be looked up now. */
  readonly addresses: readonly string[];
  readonly loopback: boolean;
}

/**
 * Looks up where connections to a target will go. Of a name with addresses of both families those of one count, IPv4
 * first: the others may not lead anywhere from here. KnownError for settings that cannot work.
 */
export async function endAddresses(settings: EndpointSettings, system: EndpointDeps): Promise<EndAddresses> {
  const route = routeFor(settings, system);
  const { host, port } = firstHop(route);
  const addresses = isIP(host) ? [host] : await lookUp(host, () => route.resolver.addresses(host, port));
  return { port, addresses, loopback: addresses.every(isLoopback) };
}

/** An unknown name is reported by the first connection, with a better message. */
async function lookUp(host: string, ask: () => ReturnType<ReturnType<typeof routeFor>['resolver']['addresses']>) {
  try {
    const found = await ask();
    const family = found.some((address) => address.family === 4) ? 4 : 6;
    return found.filter((address) => address.family === family).map(({ address }) => address);
  } catch {
    return [host];
  }
}
