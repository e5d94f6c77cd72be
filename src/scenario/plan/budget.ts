import type { ProtocolName } from '../../endpoint/endpoint-settings.ts';
import { PLATFORM_TERMS } from '../../endpoint/protocol/platform-terms.ts';
import type { PlannedUse } from './planned-use.ts';

/** A target as the guard sees it. */
export interface GuardedTarget {
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly host: string;
  readonly testMode: boolean;
  /** On this machine: there is nothing to guard. */
  readonly loopback: boolean;
}

/**
 * What this plan would take of the targets' platforms without permission, one sentence part each: more inputs per hour than
 * test mode covers, or more connections than a shared host allows. `sharedHosts`: in place of those that the platforms
 * are known to share.
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
    return [`up to ${use.inputsPerHour} inputs within an hour to ${name} in test mode, which allows ${limit}`];
  });
  const shared = guarded.filter((target) => isShared(target, sharedHosts));
  const hosts = new Set(shared.map(({ host }) => host.toLowerCase()));
  const crowded = [...hosts].flatMap((host) => {
    // Each target gets the whole load, and a host counts the connections to all of its endpoints.
    const together = shared.filter((target) => target.host.toLowerCase() === host);
    const connections = use.connectionsPer5Minutes * together.length;
    const limit = Math.min(...together.map(({ protocol }) => PLATFORM_TERMS[protocol].sharedConnectionsPer5Minutes));
    if (connections <= limit) return [];
    return [`up to ${connections} connections within 5 minutes to ${host}, a shared host that allows ${limit}`];
  });
  return [...tested, ...crowded];
}

function isShared({ host, protocol }: GuardedTarget, sharedHosts = PLATFORM_TERMS[protocol].sharedHosts): boolean {
  return sharedHosts.some((pattern) => matchesHost(pattern, host));
}

/** Does `pattern`, a host name or `*.` and a domain (every name below it), cover the host? Case does not matter. */
export function matchesHost(pattern: string, host: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), host.toLowerCase()];
  return wanted.startsWith('*.') ? given.endsWith(wanted.slice(1)) && given.length >= wanted.length : given === wanted;
}
