import { type EndAddresses, endAddresses } from '../endpoint/end-addresses.ts';
import { KnownError } from '../platform/known-error.ts';
import { availableMemoryBytes } from '../platform/process/available-memory.ts';
import { readLocalPorts } from '../platform/process/local-ports.ts';
import { openFilesLimit } from '../platform/process/open-files-limit.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { peakOfShard, plannedPeak } from '../scenario/plan/planned-peak.ts';
import type { Destination, MachineLimits, PreflightFinding } from './preflight/machine-needs.ts';
import { preflightChecks } from './preflight/preflight-checks.ts';
import type { RunPlan } from './prepare-run.ts';
import type { RunOptions } from './run-options.ts';

/**
 * Checks whether this machine can carry a plan, and returns warnings, one sentence each. Facts that the system does not report
 * are not checked. Runs after the preflight of the targets: it uses the addresses resolved there, so that the first connection
 * still measures the DNS lookup.
 *
 * `shards`: this machine carries one of so many parts of the load.
 *
 * Throws (112, since the run would be incomplete or measure an overloaded machine) if resources are missing. `--yes` overrides
 * estimates, not limits.
 */
export async function preflightGenerator(
  plan: RunPlan,
  { workers, shards = 1 }: { readonly workers: number; readonly shards?: number },
  { yes = false, mock = false }: Pick<RunOptions, 'yes' | 'mock'>,
  system: Pick<SystemDeps, 'clock' | 'timers' | 'wallClock' | 'env'>,
): Promise<readonly string[]> {
  const ends = await Promise.all(plan.targets.map((target) => endAddresses(target, system)));
  const findings = preflightChecks(machineLimits(), {
    peak: peakOfShard(plannedPeak(plan.scenario.conversations, plan.load), shards),
    destinations: ends.map(destinationOf),
    localAddresses: plan.targets[0]?.network.localAddresses?.length ?? 0,
    workers,
    mock,
  });
  return judgeFindings(findings, yes);
}

function machineLimits(): MachineLimits {
  return { openFiles: openFilesLimit(), ports: readLocalPorts(), memoryBytes: availableMemoryBytes() };
}

function destinationOf({ addresses, port, loopback }: EndAddresses): Destination {
  return {
    ends: addresses.map((address) => (address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`)),
    loopback,
  };
}

/** The findings that are warnings. @throws KnownError for the others. */
export function judgeFindings(findings: readonly PreflightFinding[], yes: boolean): readonly string[] {
  const refusals = findings.filter(({ kind }) => kind === 'impossible' || (kind === 'too-much' && !yes));
  if (refusals.length > 0) {
    const estimated = refusals.every(({ kind }) => kind === 'too-much');
    const fixes = [...refusals.map(({ fix }) => fix), ...(estimated ? ['run anyway with --yes'] : [])];
    throw new KnownError(`this machine cannot run the plan: ${refusals.map(({ text }) => text).join('; ')}`, {
      exit: 'incomplete',
      hint: fixes.join('; '),
    });
  }
  return findings.map(({ text, fix }) => `${text}: ${fix}`);
}
