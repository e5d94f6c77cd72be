import type { GeneratorHealth } from './validity-facts.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/**
 * `other processes used 1.6 of 2 cores`, if they left this process less than one idle core; undefined if they did not, or
 * if the system does not report it.
 */
export function describeBusyMachine({ cpus, otherCpuCores, idleCpuCores }: MachineLoad): string | undefined {
  if (otherCpuCores === undefined || idleCpuCores === undefined) return undefined;
  if (otherCpuCores < VALIDITY_LIMITS.otherCores || idleCpuCores >= VALIDITY_LIMITS.idleCores) return undefined;
  const used = otherCpuCores.toFixed(1);
  // In a container the machine may have more cores than this process may use.
  return `other processes used ${otherCpuCores > cpus ? used : `${used} of ${cpus}`} cores`;
}

export type MachineLoad = Pick<GeneratorHealth, 'cpus' | 'otherCpuCores' | 'idleCpuCores'>;
