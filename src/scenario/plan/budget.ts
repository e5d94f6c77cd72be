import type { PlannedUse } from './planned-use.ts';

/** Test mode covers so many inputs per hour; more may count as misuse. */
const TEST_INPUTS_PER_HOUR = 600;

/** Requests that a shared installation takes from one address within five minutes. */
const SHARED_CONNECTIONS = 1000;

/** Hosts that many customers share, unless the scenario's `sharedHosts` names others. */
export const SHARED_HOSTS: readonly string[] = ['*.cognigy.ai', '*.nicecxone.com'];

/** A target as the guard sees it. */
export interface GuardedTarget {
  readonly name: string;
  readonly host: string;
  readonly testMode: boolean;
  /** On this machine: there is nothing to guard. */
  readonly loopback: boolean;
}

/**
 * What stands against beginning this plan without a word from its owner, one sentence part each: more inputs per hour
 * than test mode covers, or more connections than a shared host takes. Empty: nothing does.
 */
export function budgetObjections(
  use: PlannedUse,
  targets: readonly GuardedTarget[],
  sharedHosts: readonly string[] = SHARED_HOSTS,
): readonly string[] {
  const guarded = targets.filter(({ loopback }) => !loopback);
  const tested = guarded
    .filter(({ testMode }) => testMode && use.inputsPerHour > TEST_INPUTS_PER_HOUR)
    .map(
      ({ name }) =>
        `up to ${use.inputsPerHour} inputs within an hour to ${name} in test mode, which allows ${TEST_INPUTS_PER_HOUR}`,
    );
  const hosts = new Set(guarded.map(({ host }) => host.toLowerCase()));
  const crowded = [...hosts]
    .filter((host) => sharedHosts.some((pattern) => matchesHost(pattern, host)))
    // Each target gets the whole load, and a host counts what comes to all of its endpoints.
    .map((host) => [host, use.connectionsPer5Minutes * countAt(guarded, host)] as const)
    .filter(([, connections]) => connections > SHARED_CONNECTIONS)
    .map(
      ([host, connections]) =>
        `up to ${connections} connections within 5 minutes to ${host}, a shared host that allows ${SHARED_CONNECTIONS}`,
    );
  return [...tested, ...crowded];
}

function countAt(targets: readonly GuardedTarget[], wanted: string): number {
  return targets.filter(({ host }) => host.toLowerCase() === wanted).length;
}

/** `*.cognigy.ai` stands for every name below cognigy.ai; any other pattern for itself. Case does not matter. */
export function matchesHost(pattern: string, host: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), host.toLowerCase()];
  return wanted.startsWith('*.') ? given.endsWith(wanted.slice(1)) && given.length >= wanted.length : given === wanted;
}
