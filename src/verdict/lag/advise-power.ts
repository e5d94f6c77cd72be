import type { GeneratorHealth } from '../validity-facts.ts';
import { isMainSaturated, isSaturated, lagCauses } from './lag-causes.ts';

const SEVERAL = 'a second machine (--fleet)';

/** `other processes used 1.6 of 2 cores: stop them, or use a dedicated machine`: the largest cause, if one is known, and advice. */
export function advisePower(health: GeneratorHealth): string {
  const [largest] = lagCauses(health);
  return largest ? `${largest.text}: ${adviseOn(health)}` : adviseOn(health);
}

/**
 * Advice if the load generator cannot keep up, for the largest cause (lag-causes.ts). Never fewer virtual users or arrivals, as
 * that would change the test, or end a search for how many there may be.
 */
export function adviseOn(health: GeneratorHealth): string {
  switch (lagCauses(health)[0]?.kind) {
    case 'processes':
      return 'stop them, or use a dedicated machine';
    case 'steal':
      return 'use a machine with dedicated cores';
    case 'limit':
      return 'raise the CPU limit of the container';
    case 'own':
      return adviseOwn(health);
    case 'functions':
      return 'split their synchronous work, or move it to setup';
    case undefined:
      return adviseThreads(health);
  }
}

function adviseOwn(health: GeneratorHealth): string {
  if (isMainSaturated(health)) return `use a machine with faster cores, or ${SEVERAL}`;
  const { childCpuCores = 0 } = health;
  if (childCpuCores >= 0.1 && !isSaturated(health))
    return 'run the mock endpoint on another machine (palaver mock), or use a machine with more cores';
  return adviseThreads(health);
}

/** More load threads if cores are free (the main thread needs one), or fewer if there are more than cores; else more cores. */
function adviseThreads({ cpus, workers, machines, mostLoaded }: GeneratorHealth): string {
  const max = cpus - 1;
  const now = machines?.find(({ shard }) => shard === mostLoaded)?.loadThreads ?? workers.length;
  if (now > Math.max(1, cpus))
    return `use --workers ${Math.max(1, max)} (more load threads than cores slow each other down), or ${SEVERAL}`;
  if (now >= max) return `use a machine with more cores, or ${SEVERAL}`;
  return `use --workers ${Math.min(2 * now, max)} or ${SEVERAL}`;
}
