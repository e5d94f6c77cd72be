import type { EndpointSettings } from '../../endpoint/endpoint-settings.ts';
import { isLoopback } from '../../endpoint/proxy-choice.ts';
import { KnownError } from '../../platform/known-error.ts';

/**
 * The hosts that an agent may send load to, besides its own machine:
 *
 *     allow = pattern { "," pattern }
 *     pattern = host | "*." domain | "*"
 */
export function parseAllowed(texts: readonly string[] = []): readonly string[] {
  const patterns = texts.flatMap((text) => text.split(',')).map((text) => text.trim().toLowerCase());
  const bad = patterns.find((pattern) => !/^(\*|(\*\.)?[a-z0-9.:_[\]-]+)$/.test(pattern));
  if (bad === undefined) return patterns;
  throw new KnownError(`--allow: "${bad}" is not a host`, {
    hint: 'use host names such as bot.example.com, *.example.com, or *',
  });
}

/** @throws KnownError (104) if a target is at a host that this agent may not send load to. */
export function refuseOtherHosts(
  targets: readonly Pick<EndpointSettings, 'name' | 'address'>[],
  allowed: readonly string[],
): void {
  for (const { name, address } of targets) {
    const host = new URL(address.origin).hostname.replace(/\.$/, '').toLowerCase();
    if (isLoopback(host.replace(/^\[|\]$/g, '')) || allowed.some((pattern) => matches(pattern, host))) continue;
    throw new KnownError(`target ${name}: this agent may not send load to the host ${host}`, {
      hint: `start the agent with --allow ${host}`,
    });
  }
}

function matches(pattern: string, host: string): boolean {
  return pattern === '*' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}
