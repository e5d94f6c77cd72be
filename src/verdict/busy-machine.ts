import type { GeneratorHealth } from './validity-facts.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/**
 * `other processes used 1.6 of 2 cores`, where they left this process less than a core to spare; undefined where they did
 * not, or where the system does not tell.
 */
export function describeBusyMachine({ cpus, otherCpuShare, idleCpuShare }: MachineLoad): string | undefined {
  if (otherCpuShare === undefined || idleCpuShare === undefined) return undefined;
  if (otherCpuShare < VALIDITY_LIMITS.otherCores || idleCpuShare >= VALIDITY_LIMITS.idleCores) return undefined;
  const used = otherCpuShare.toFixed(1);
  // In a container the machine may have more cores than this process may use.
  return `other processes used ${otherCpuShare > cpus ? used : `${used} of ${cpus}`} cores`;
}

export type MachineLoad = Pick<GeneratorHealth, 'cpus' | 'otherCpuShare' | 'idleCpuShare'>;
