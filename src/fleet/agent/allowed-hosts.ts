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

type AllowedTarget = Pick<EndpointSettings, 'name' | 'address'> & {
  /** The addresses that the coordinator has for hosts (`--resolve`): this agent must be allowed to send load to them, too. */
  readonly resolve?: Readonly<Record<string, string>> | undefined;
};

/** @throws KnownError (104) if a target is at a host or an address that this agent may not send load to. */
export function refuseOtherHosts(targets: readonly AllowedTarget[], allowed: readonly string[]): void {
  for (const { name, address, resolve = {} } of targets) {
    for (const text of [new URL(address.origin).hostname, ...Object.values(resolve)]) {
      const host = text.replace(/\.$/, '').toLowerCase();
      if (isLoopback(host.replace(/^\[|\]$/g, '')) || allowed.some((pattern) => matches(pattern, host))) continue;
      throw new KnownError(`target ${name}: this agent may not send load to the host ${host}`, {
        hint: `start the agent with --allow ${host}`,
      });
    }
  }
}

function matches(pattern: string, host: string): boolean {
  return pattern === '*' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}
