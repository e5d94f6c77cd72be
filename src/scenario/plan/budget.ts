import type { ProtocolName } from '../../endpoint/endpoint-settings.ts';
import { PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import { groupThousands } from '../../platform/group-thousands.ts';
import type { PlannedUse } from './planned-use.ts';

/** The properties of a target that the platform limits need. */
export interface GuardedTarget {
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly host: string;
  readonly testMode: boolean;
  /** On this machine, where the limits do not apply. */
  readonly loopback: boolean;
}

/**
 * Limits of the targets' platforms that this plan would exceed, one part of a sentence each: more inputs per hour than test
 * mode allows, or more connections than a shared host allows. `sharedHosts`: overrides the known shared hosts of the
 * platforms.
 */
export function budgetObjections(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  sharedHosts?: readonly string[],
): readonly string[] {
  const guarded = targets.filter(({ loopback }) => !loopback);
  const tested = guarded.flatMap(({ name, protocol, testMode }) => {
    const limit = PLATFORM_TERMS[protocol].testInputsPerHour ?? Number.POSITIVE_INFINITY;
    if (!testMode || use.inputsPerHour <= limit) return [];
    return [
      `up to ${groupThousands(use.inputsPerHour)} inputs within an hour to ${name} in test mode, which allows ${groupThousands(limit)}`,
    ];
  });
  const shared = guarded.filter((target) => isShared(target, sharedHosts));
  const hosts = new Set(shared.map(({ host }) => host.toLowerCase()));
  const crowded = [...hosts].flatMap((host) => {
    // Each target gets the whole load, and the limit of a host applies to all of its endpoints together.
    const together = shared.filter((target) => target.host.toLowerCase() === host);
    const connections = use.connectionsPer5Minutes * together.length;
    const limit = Math.min(...together.map(({ protocol }) => PLATFORM_TERMS[protocol].sharedConnectionsPer5Minutes));
    if (connections <= limit) return [];
    return [
      `up to ${groupThousands(connections)} connections within 5 minutes to ${host}, a shared host that allows ${groupThousands(limit)}`,
    ];
  });
  return [...tested, ...crowded];
}

function isShared({ host, protocol }: GuardedTarget, sharedHosts = PLATFORM_TERMS[protocol].sharedHosts): boolean {
  return sharedHosts.some((pattern) => matchesHost(pattern, host));
}

/** Whether `pattern`, a host name or `*.` and a domain (for all its subdomains), matches the host; case-insensitive. */
export function matchesHost(pattern: string, host: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), host.toLowerCase()];
  return wanted.startsWith('*.') ? given.endsWith(wanted.slice(1)) && given.length >= wanted.length : given === wanted;
}
