import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import { KnownError } from '../../platform/known-error.ts';
import { isOwnAddress } from '../../platform/process/local-addresses.ts';
import { rememberSecret } from '../../platform/redact.ts';
import type { Clock, WallClock } from '../../platform/time/clock.ts';
import { hasTemplate, parseTemplate } from '../../template/template.ts';
import type { EndpointAddress } from '../endpoint-address.ts';
import type { EndpointDeps } from '../endpoint-deps.ts';
import type { EndpointSettings, NetworkSettings } from '../endpoint-settings.ts';
import { proxyFor } from '../proxy-choice.ts';
import { credentialTexts } from '../session/connection-values.ts';
import type { TracedRoute } from './connect-trace.ts';
import { LocalAddresses } from './local-addresses.ts';
import { NameResolver } from './name-resolver.ts';
import { TlsSession } from './tls-session.ts';
import { secureContextOf } from './tls-trust.ts';

/** How the bytes of one target travel; what its connections share. */
export interface NetworkRoute extends TracedRoute {
  readonly host: string;
  readonly port: number;
  readonly proxy: URL | undefined;
  readonly resolver: NameResolver;
  /** Undefined: the system chooses where connections leave from. */
  readonly localAddresses: LocalAddresses | undefined;
  readonly trust: SecureContext | undefined;
  readonly rejectUnauthorized: boolean;
  /** Undefined: every connection does a full TLS handshake. */
  readonly tlsSession: TlsSession | undefined;
  readonly clock: Clock;
  readonly wallClock: WallClock;
}

/** Cached by address and by network settings: either may be shared by settings that differ in the other. */
const routes = new WeakMap<EndpointAddress, WeakMap<NetworkSettings, NetworkRoute>>();

/** The route of a target, made on its first connection in this thread. Settings that cannot work are a KnownError. */
export function routeFor(settings: EndpointSettings, system: EndpointDeps): NetworkRoute {
  const known = routes.get(settings.address)?.get(settings.network);
  if (known) return known;
  const route = makeRoute(settings, system);
  const ofAddress = routes.get(settings.address) ?? new WeakMap();
  routes.set(settings.address, ofAddress.set(settings.network, route));
  return route;
}

function makeRoute(settings: EndpointSettings, system: EndpointDeps): NetworkRoute {
  const { address, network } = settings;
  checkHeaders(settings.headers);
  rememberCredentials(credentialTexts(settings).map(({ text }) => text));
  const url = new URL(address.origin);
  const secure = url.protocol === 'https:';
  const proxy = proxyFor(address.origin, network.proxy, system.env);
  const localAddresses = localAddressesTo(proxy ?? url, settings);
  return {
    ...hostAndPort(url),
    secure,
    proxied: proxy !== undefined,
    proxyCredentials: (proxy?.username ?? '') !== '',
    path: address.path,
    proxy,
    resolver: new NameResolver(system.clock, network.resolve, localAddresses?.family),
    localAddresses,
    trust: secure || proxy?.protocol === 'https:' ? secureContextOf(network) : undefined,
    rejectUnauthorized: network.insecure !== true,
    tlsSession: network.tlsResume ? new TlsSession() : undefined,
    clock: system.clock,
    wallClock: system.wallClock,
  };
}

/** Where the TCP connections of a route go. */
export function firstHop({ host, port, proxy }: Pick<NetworkRoute, 'host' | 'port' | 'proxy'>): HostAndPort {
  return proxy ? hostAndPort(proxy) : { host, port };
}

interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

function hostAndPort(url: URL): HostAndPort {
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
  };
}

/** The address family of a host; known only after DNS resolution, unless it is an address itself. */
function localAddressesTo(hop: URL, { name, network }: EndpointSettings): LocalAddresses | undefined {
  const given = network.localAddresses ?? [];
  if (given.length === 0) return undefined;
  const missing = given.find((address) => !isOwnAddress(address));
  if (missing !== undefined) {
    throw new KnownError(`--local-address: this machine has no address ${missing}`, {
      hint: 'list its addresses with: ip address',
    });
  }
  const local = new LocalAddresses(given);
  const { host } = hostAndPort(hop);
  if (isIP(host) !== 0 && isIP(host) !== local.family) {
    throw new KnownError(`target ${name}: no route from ${given[0]} (--local-address) to ${host}`, {
      hint: `give IPv${isIP(host)} addresses`,
    });
  }
  return local;
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      // What a template gives is checked for each session.
      if (!hasTemplate(value)) validateHeaderValue(name, value);
    } catch (cause) {
      throw new KnownError(`the header ${JSON.stringify(name)} cannot be sent`, {
        hint: 'use NAME: VALUE, the value without line breaks or control characters',
        cause,
      });
    }
  }
}

/** Shorter words of a header or parameter are rather flags and languages than credentials. */
const MIN_CREDENTIAL = 8;

/**
 * An endpoint or proxy may repeat what it was sent in an error; with `Bearer SECRET` the second word alone, too. Of templates,
 * only what is written around them is known here.
 */
function rememberCredentials(values: readonly string[]): void {
  for (const value of values.flatMap(fixedParts))
    for (const text of [value, ...value.split(/[\s,;=]+/)]) if (text.length >= MIN_CREDENTIAL) rememberSecret(text);
}

function fixedParts(value: string): readonly string[] {
  if (!hasTemplate(value)) return [value];
  const parsed = parseTemplate(value);
  return 'parts' in parsed ? parsed.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) : [];
}
