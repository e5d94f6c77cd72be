import { BlockList, isIP } from 'node:net';
import { KnownError } from '../platform/known-error.ts';
import type { Environment } from '../platform/process/environment.ts';
import { rememberSecret } from '../platform/redact.ts';
import { hasTemplate } from '../template/template.ts';

/**
 * The proxy that connections to `origin` go through, or `undefined`.
 *
 * `explicit` (--proxy) comes first, then HTTPS_PROXY for https and HTTP_PROXY for http, in small letters or capitals,
 * small ones first as curl has it. NO_PROXY takes hosts out of either. Loopback is never proxied.
 */
export function proxyFor(origin: string, explicit: string | undefined, env: Environment): URL | undefined {
  const target = new URL(origin);
  if (isLoopback(hostOf(target)) || isExempt(target, variable(env, 'no_proxy'))) return undefined;
  if (explicit) return parseProxy(explicit, '--proxy');
  const name = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = variable(env, name);
  return value ? parseProxy(value, name.toUpperCase()) : undefined;
}

/** Why connections to `origin` do not go through the proxy that `--proxy` names; undefined where they do, or none is named. */
export function whyProxyUnused(origin: string, explicit: string | undefined, env: Environment): string | undefined {
  const target = new URL(origin);
  if (!explicit) return undefined;
  const host = hostOf(target);
  if (isLoopback(host)) return `--proxy is not used for ${host}: loopback addresses are reached directly`;
  return isExempt(target, variable(env, 'no_proxy')) ? `--proxy is not used for ${host}: NO_PROXY names it` : undefined;
}

/** `localhost`, names below it, 127.0.0.0/8 and ::1. */
export function isLoopback(host: string): boolean {
  return /^(.+\.)?localhost\.?$/i.test(host) || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * NO_PROXY:
 *
 *     list  = "*" | entry { ("," | " ") entry }
 *     entry = ( host | "." host | "*." host | address | address "/" bits ) [ ":" port ]
 *
 * A host matches itself and all its subdomains.
 */
function isExempt(target: URL, list: string | undefined): boolean {
  if (!list) return false;
  const host = hostOf(target);
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(entry.toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  const withPort = /^(\[[^\]]*\]|[^:]+):(\d+)$/.exec(entry);
  if (withPort && withPort[2] !== port) return false;
  const pattern = (withPort?.[1] ?? entry).replace(/^\[(.*)\]$/, '$1').replace(/^\*?\./, '');
  if (pattern.includes('/')) return inSubnet(pattern, host);
  return host === pattern || (isIP(host) === 0 && host.endsWith(`.${pattern}`));
}

function inSubnet(pattern: string, host: string): boolean {
  const [address = '', bits = ''] = pattern.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || !/^\d+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  const subnet = new BlockList();
  subnet.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return subnet.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function parseProxy(text: string, source: string): URL {
  if (hasTemplate(text)) {
    throw new KnownError(`the proxy given by ${source} contains a template {{…}}, which is not allowed there`, {
      hint: 'remove it: all users have the same proxy',
    });
  }
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const proxy = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const password = proxy && decoded(proxy.password);
  if (!proxy?.hostname || !['http:', 'https:'].includes(proxy.protocol) || password === undefined) {
    throw new KnownError(`the proxy given by ${source} is not an http or https URL`, {
      hint: 'write it as http://proxy.example.com:3128',
    });
  }
  rememberSecret(proxy.password);
  return proxy;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function variable(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toUpperCase()];
}

function hostOf(url: URL): string {
  return url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
