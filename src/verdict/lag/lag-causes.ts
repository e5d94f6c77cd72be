import { formatPercent } from '../../platform/percent.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { GeneratorHealth, WorkerHealth } from '../validity-facts.ts';
import { VALIDITY_LIMITS as LIMITS } from '../validity-limits.ts';

/**
 * What made the load generator late, as far as averages over a run show it:
 *
 *     processes   other processes used the cores
 *     steal       the hypervisor took them (CPU steal)
 *     limit       the CPU limit of the container was used up (throttling)
 *     own         a thread of palaver used all of its core, or palaver and the mock endpoint left less than one core idle
 *     functions   functions of the scenario were active while the event loop of a load thread was blocked
 */
export interface LagCause {
  readonly kind: 'processes' | 'steal' | 'limit' | 'own' | 'functions';
  /** Cores that it took: the largest cause comes first. 0: unknown. */
  readonly cores: number;
  /** A sentence without a full stop. */
  readonly text: string;
}

/** All causes, the largest first; empty: none is known. Of a run in shards: of the most loaded machine. */
export function lagCauses(health: GeneratorHealth): readonly LagCause[] {
  const causes = [...processes(health), ...steal(health), ...limit(health), ...own(health), ...functions(health)];
  return causes.sort((left, right) => right.cores - left.cores);
}

/** Whether other processes used the cores and left this one less than one idle; false if the system does not report it. */
export function isBusyMachine({ otherCpuCores = 0, idleCpuCores }: Pick<GeneratorHealth, BusyKeys>): boolean {
  return otherCpuCores >= LIMITS.otherCores && isFull({ idleCpuCores });
}

type BusyKeys = 'otherCpuCores' | 'idleCpuCores';

/** `other processes used 1.6 of 2 cores (chrome 0.9, 3 × node 0.5)` if they left less than one idle; else undefined. */
export function describeBusyMachine(health: GeneratorHealth): string | undefined {
  return processes(health)[0]?.text;
}

/** A thread of palaver itself that had no spare time: the same load makes it late again. */
export function isSaturated(health: GeneratorHealth): boolean {
  return isMainSaturated(health) || health.workers.some((worker) => isUsedUp(worker.cpuShare));
}

export function isMainSaturated({ mainCpuShare }: GeneratorHealth): boolean {
  return isUsedUp(mainCpuShare);
}

/** `1.6 of 2 cores`; the machine of a container may have more than it may use. */
export function describeCores(cores: number, { cpus, machineCores = cpus }: GeneratorHealth): string {
  return `${cores.toFixed(1)} ${cores > machineCores ? '' : `of ${machineCores} `}cores`;
}

/** `chrome 0.9, 3 × node 0.5`: with the cores that they used. */
export function nameProcesses(busiest: NonNullable<GeneratorHealth['busiestProcesses']>): string {
  return busiest
    .map(({ name, count = 1, cores }) => `${count > 1 ? `${count} × ` : ''}${name} ${cores.toFixed(1)}`)
    .join(', ');
}

function processes(health: GeneratorHealth): LagCause[] {
  const { otherCpuCores = 0, busiestProcesses = [] } = health;
  if (!isBusyMachine(health)) return [];
  const named = busiestProcesses.length > 0 ? ` (${nameProcesses(busiestProcesses)})` : '';
  const text = `other processes used ${describeCores(otherCpuCores, health)}${named}`;
  return [{ kind: 'processes', cores: otherCpuCores, text }];
}

function steal({ cpus, machineCores = cpus, stealShare = 0 }: GeneratorHealth): LagCause[] {
  if (stealShare <= LIMITS.stealShareOfTime) return [];
  const text = `the hypervisor took ${formatPercent(stealShare)} of the time (steal)`;
  return [{ kind: 'steal', cores: stealShare * machineCores, text }];
}

function limit({ cpus, throttledShare = 0 }: GeneratorHealth): LagCause[] {
  if (throttledShare <= LIMITS.throttledShareOfTime) return [];
  const text = `the CPU limit of this container was used up in ${formatPercent(throttledShare)} of its periods`;
  return [{ kind: 'limit', cores: throttledShare * cpus, text }];
}

function own(health: GeneratorHealth): LagCause[] {
  const { cpuShare = 0, childCpuCores = 0 } = health;
  const cores = cpuShare + childCpuCores;
  const fills = isFull(health) && cores >= LIMITS.otherCores;
  return isSaturated(health) || fills ? [{ kind: 'own', cores, text: describeOwn(health) }] : [];
}

/** A function that only waits is active, too, so this comes last. */
function functions({ workers }: GeneratorHealth): LagCause[] {
  const [worst] = workers
    .filter(({ loopDelayMaxDuring, loopDelayMaxMs = 0 }) => loopDelayMaxDuring && loopDelayMaxMs > LIMITS.sendLagMs)
    .sort((left, right) => right.loopDelayMaxMs! - left.loopDelayMaxMs!);
  if (!worst) return [];
  const stall = `the event loop of load thread ${worst.name} was blocked for ${formatDurationMs(worst.loopDelayMaxMs!)}`;
  return [{ kind: 'functions', cores: 0, text: `${stall} while ${worst.loopDelayMaxDuring} ran` }];
}

/** `palaver used 1.3 of 2 cores (load thread 1/1 97 %, main thread 31 % of a core), the mock endpoint 0.5`. */
export function describeOwn(health: GeneratorHealth): string {
  const { cpuShare = 0, mainCpuShare, childCpuCores = 0, workers } = health;
  const busiest = workers.reduce<WorkerHealth | undefined>(
    (most, worker) => ((worker.cpuShare ?? 0) > (most?.cpuShare ?? 0) ? worker : most),
    undefined,
  );
  const threads = [
    ...(busiest ? [`load thread ${busiest.name} ${formatPercent(busiest.cpuShare!)}`] : []),
    ...(mainCpuShare === undefined ? [] : [`main thread ${formatPercent(mainCpuShare)}`]),
  ];
  const named = threads.length > 0 ? ` (${threads.join(', ')} of a core)` : '';
  const children = childCpuCores >= 0.05 ? `, the mock endpoint ${childCpuCores.toFixed(1)}` : '';
  return `palaver used ${describeCores(cpuShare, health)}${named}${children}`;
}

function isFull({ idleCpuCores = Number.POSITIVE_INFINITY }: Pick<GeneratorHealth, 'idleCpuCores'>): boolean {
  return idleCpuCores < LIMITS.idleCores;
}

function isUsedUp(cpuShare = 0): boolean {
  return cpuShare >= LIMITS.threadShareOfCore;
}
