import { formatPercent } from '../../platform/percent.ts';
import type { GeneratorHealth } from '../validity-facts.ts';
import { adviseOn } from './advise-power.ts';
import { describeOwn, lagCauses } from './lag-causes.ts';

/**
 * Why the load generator was late, and what to do: `likely cause: other processes used 1.6 of 2 cores (chrome 0.9); load average
 * 4.1 on 2 cores; stop them, or use a dedicated machine`. Averages do not prove a cause, hence "likely".
 */
export function explainLag(health: GeneratorHealth): string {
  return [describeCause(health), ...describeLoad(health), adviseOn(health)].join('; ');
}

/** `explainLag` without the advice. */
export function describeCause(health: GeneratorHealth): string {
  const texts = lagCauses(health).map(({ text }) => text);
  const where = describeWhere(health);
  if (texts.length === 1) return `likely cause${where}: ${texts[0]}`;
  if (texts.length > 1) return `likely causes${where}, the largest first: ${texts.join('; ')}`;
  const { otherCpuCores, stealShare = 0 } = health;
  if (otherCpuCores === undefined)
    return 'cause unknown: this system does not report the CPU use of other processes, of threads and by the hypervisor';
  const others = `other processes ${otherCpuCores.toFixed(1)}, steal ${formatPercent(stealShare)}`;
  return `the averages show no cause${where}: ${describeOwn(health)}, ${others}; it may have been a short burst of load`;
}

function describeWhere({ machines = [], mostLoaded }: GeneratorHealth): string {
  const machine = machines.find(({ shard }) => shard === mostLoaded);
  return machine ? ` (on ${machine.agent ?? machine.host}, shard ${machine.shard}, the most loaded machine)` : '';
}

/** More threads that want to run than cores mean that some wait. */
function describeLoad({ loadAverage, cpus, machineCores = cpus }: GeneratorHealth): string[] {
  return loadAverage === undefined ? [] : [`load average ${loadAverage.toFixed(1)} on ${machineCores} cores`];
}
